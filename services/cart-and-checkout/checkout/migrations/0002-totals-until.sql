-- Until when the frozen totals may be bought at; missing where an earlier version froze them.
alter table checkout add column totals_until timestamptz;
