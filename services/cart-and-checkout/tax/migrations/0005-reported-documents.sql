-- What the tax provider is told of orders that it taxed: each invoice as sold, each credit note as
-- given back. One that waits is asked for by its story; what cannot be told is for people to do.
create table reported_document (
  document_id uuid primary key,
  sequence bigint generated always as identity unique,
  order_id uuid not null,
  kind text not null check (kind in ('invoice', 'credit_note', 'credit_note_cancellation')),
  number text not null,
  channel text not null,
  state text not null check (state in ('waiting', 'reported', 'review')),
  -- Of an invoice.
  calculation text,
  -- Of a credit note: what it gives back.
  credited jsonb,
  transaction_id text,
  -- Of an invoice that was reported: its lines there.
  sold jsonb,
  -- Of a credit note that was reported: what was taken of them.
  taken jsonb,
  reason text,
  created_at timestamptz not null default kontor_now(),
  settled_at timestamptz,
  check ((kind = 'invoice') = (calculation is not null)),
  check ((kind = 'credit_note') = (credited is not null)),
  check ((state = 'review') = (reason is not null))
);
create unique index reported_invoice on reported_document (order_id) where kind = 'invoice';
create index reported_order on reported_document (order_id, sequence);
create index reported_review on reported_document (channel, created_at, document_id)
  where state = 'review';
