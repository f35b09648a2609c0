-- The next number of a series in a year. Taken in the transaction that inserts the document: its
-- row lock makes number order issue order, and what is rolled back leaves no gap.
create table series (
  series text not null,
  year int not null,
  next int not null check (next >= 1),
  last_issued_at timestamptz not null,
  primary key (series, year)
);

-- Invoices and credit notes as they were issued. Never changed, never removed.
create table document (
  document_id uuid primary key,
  sequence bigint generated always as identity unique,
  kind text not null check (kind in ('invoice', 'credit_note')),
  series text not null,
  year int not null,
  position int not null check (position >= 1),
  number text not null unique,
  order_id uuid not null,
  refund_id uuid unique,
  channel text not null,
  locale text not null,
  currency text not null,
  total_minor bigint not null check (total_minor >= 0),
  issued_at timestamptz not null,
  snapshot jsonb not null,
  unique (series, year, position),
  check ((kind = 'credit_note') = (refund_id is not null))
);
create unique index document_invoice on document (order_id) where kind = 'invoice';
create index document_order on document (order_id, sequence);

-- The PDF as it was first read; the same bytes for ever.
create table document_pdf (
  document_id uuid primary key references document (document_id),
  sha256 text not null,
  bytes bytea not null,
  rendered_at timestamptz not null default kontor_now(),
  check (sha256 = encode(sha256(bytes), 'hex'))
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% never changes: issue a credit note', tg_table_name
    using errcode = 'restrict_violation';
end $$;
create trigger immutable before update or delete or truncate on document
  for each statement execute function refuse_change();
create trigger immutable before update or delete or truncate on document_pdf
  for each statement execute function refuse_change();

create function refuse_number_back() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or new.next <= old.next then
    raise exception 'a series only counts up' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger counts_up before update or delete on series
  for each row execute function refuse_number_back();
