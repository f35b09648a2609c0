-- Who changed it might act in these channels then; what was written before, or by the release that
-- still runs, is told to those alone who may act in all of them.
alter table audit_entry add column channels text[] not null default '{*}';
