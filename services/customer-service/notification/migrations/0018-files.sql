-- What goes with e-mails, each file once for all messages that carry it: a shop's terms go with every
-- confirmation. Its content goes when no message has it any more that still keeps what it said.
create table message_file (
  hash text primary key,
  file_name text not null,
  content_type text not null,
  bytes int not null,
  content bytea,
  used_at timestamptz not null default kontor_now()
);
create index message_file_used on message_file (used_at) where content is not null;

-- Which go with a message, in their order. What the version before wrote has `message_attachment`.
alter table message add column files text[];
