create table thing (
  id text primary key,
  version int not null default 1,
  heard int not null default 0,
  note text
);
