-- alone: the table is in use
drop index concurrently if exists ticket_guest;
create index concurrently ticket_guest on ticket (lower(guest_email), updated_at, id)
  where guest_email is not null;
