-- Whether the ticket is solved with the answer that waits.
alter table outgoing add column solves boolean not null default false;
