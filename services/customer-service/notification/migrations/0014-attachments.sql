-- What goes with an e-mail; its content goes when what the message said goes.
create table message_attachment (
  message_id uuid not null references message (id) on delete cascade,
  position int not null,
  file_name text not null,
  content_type text not null,
  bytes int not null,
  content bytea,
  primary key (message_id, position)
);
