-- What two people set at once is told to the second of them. A rate that comes back goes on counting.
alter table tax_rate add column version int not null default 1;
alter table archived_tax_rate add column version int not null default 1;
