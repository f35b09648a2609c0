-- alone: audit rows are written by every change of staff in the release that still runs
drop index concurrently if exists audit_entry_newest;
create index concurrently audit_entry_newest on audit_entry (at desc, id desc);
