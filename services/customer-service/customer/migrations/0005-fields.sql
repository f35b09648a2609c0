-- Fields that the shop defines itself, of customers, and the values of them.
create table field_definition (
  owner text not null,
  key text not null,
  definition jsonb not null,
  version int not null default 1,
  updated_at timestamptz not null default kontor_now(),
  primary key (owner, key)
);
alter table customer add column attributes jsonb not null default '{}';
