-- Certificates by which customers buy without tax. They are kept when they have ended.
create table tax_exemption (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  reason text not null,
  certificate_number text not null,
  issued_by text not null,
  -- countries, or regions such as US-NY
  places text[] not null,
  valid_from date not null,
  -- the last day
  valid_until date check (valid_until >= valid_from),
  reference text,
  recorded_by text not null,
  recorded_at timestamptz not null default kontor_now(),
  ended_at timestamptz
);
create index tax_exemption_owner on tax_exemption (customer_id, id);
