-- The shop's own words around the numbers of documents; what is missing is as it is built in.
create table document_label (
  channel text not null,
  locale text not null,
  labels jsonb not null,
  version int not null default 1,
  updated_at timestamptz not null default kontor_now(),
  primary key (channel, locale)
);
