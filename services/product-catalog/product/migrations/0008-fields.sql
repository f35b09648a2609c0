-- Fields that the shop defines itself, of products and variants, and the values of them.
create table field_definition (
  owner text not null,
  key text not null,
  definition jsonb not null,
  version int not null default 1,
  updated_at timestamptz not null default kontor_now(),
  primary key (owner, key)
);
alter table product add column attributes jsonb not null default '{}';
alter table variant add column attributes jsonb not null default '{}';
-- Numbers that documents are filtered by, by key: {"height": [12.5, 20]}
alter table document add column numbers jsonb;
