-- alone: the table is in use
drop index concurrently if exists session_place;
create index concurrently session_place on session (account_id, ip_address);
