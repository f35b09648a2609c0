-- applied 0000-platform
-- What every service's schema holds beside its own tables.

create table outbox (
  id uuid primary key,
  sequence bigint generated always as identity,
  type text not null,
  schema_version int not null,
  aggregate_id text not null,
  aggregate_version int not null,
  channel text not null,
  locale text not null,
  actor jsonb not null,
  traceparent text not null,
  occurred_at timestamptz not null default kontor_now(),
  data jsonb not null,
  -- consumers that have not yet had it
  pending text[] not null,
  unique (type, aggregate_id, aggregate_version)
);
create index outbox_pending on outbox (sequence) where pending <> '{}';

-- Only deliveries that failed have a row: attempts, when to try again, and why it is dead.
create table outbox_failure (
  event_id uuid not null references outbox (id) on delete cascade,
  consumer text not null,
  attempts int not null,
  next_attempt_at timestamptz not null,
  last_error text not null,
  dead_at timestamptz,
  primary key (event_id, consumer)
);

create table inbox (
  event_id uuid primary key,
  sequence bigint generated always as identity,
  type text not null,
  aggregate_id text not null,
  aggregate_version int not null,
  received_at timestamptz not null default kontor_now()
);

create table idempotency (
  actor_scope text not null,
  operation text not null,
  key text not null,
  body_hash text not null,
  -- json, not jsonb: a reply is told again to the letter
  reply json not null,
  created_at timestamptz not null default kontor_now(),
  constraint idempotency_pkey primary key (actor_scope, operation, key)
);
create index idempotency_age on idempotency (created_at);

-- Long stories at rest: any process can pick up any open one.
create table story (
  name text not null,
  id text not null,
  state text not null default 'open' check (state in ('open', 'finished', 'held')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  last_error text,
  channel text not null,
  locale text not null,
  traceparent text not null,
  created_at timestamptz not null default kontor_now(),
  finished_at timestamptz,
  primary key (name, id)
);
create index story_open on story (next_attempt_at) where state = 'open';

create table audit_entry (
  id uuid primary key,
  at timestamptz not null default kontor_now(),
  actor_kind text not null,
  actor_id text not null,
  operation text not null,
  subject text,
  detail jsonb not null,
  trace_id text not null
);
create index audit_entry_subject on audit_entry (subject, at);

-- applied 0000-platform-held-events
-- Events that a broker brought and that cannot be taken yet: what came before is missing, or the
-- reaction failed. Those with dead_at wait for a person: kontor dead-letters list.
create table inbox_held (
  event_id uuid primary key,
  sequence bigint generated always as identity,
  type text not null,
  aggregate_id text not null,
  aggregate_version int not null,
  -- the event of the same aggregate that must be in the inbox first
  previous_id uuid,
  event jsonb not null,
  attempts int not null default 0,
  held_at timestamptz not null default kontor_now(),
  next_attempt_at timestamptz not null,
  last_error text not null,
  dead_at timestamptz
);
create index inbox_held_due on inbox_held (next_attempt_at) where dead_at is null;

-- The broker as last seen. Another server, or the same one started again, may have lost its last
-- moments; a stream that was made at another time has lost everything.
create table broker_seen (
  one boolean primary key default true check (one),
  server_id text not null,
  stream_made_at timestamptz not null
);

-- applied 0000-platform-event-marks
-- Where a broker carries, an event has three states for each consumer: `pending` (the broker has not
-- taken it), `unconfirmed` (the broker has it, as far as it says, and the consumer's inbox does not)
-- and neither: the consumer said that its database has it. In one process nothing is unconfirmed.
alter table outbox
  add column unconfirmed text[] not null default '{}',
  -- when the broker last took it for anybody; unknown of what was never given to a broker
  add column handed_at timestamptz;

-- Whether the events that an earlier version gave to the broker, without these marks, were told again.
alter table broker_seen add column marks_made boolean not null default false;

-- These tables are emptied in small batches all the time, so they are vacuumed in small steps too.
alter table outbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
alter table inbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
alter table idempotency set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
alter table story set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);

-- applied 0000-platform-event-marks-index
-- alone: outboxes are written by every change of the release that still runs
drop index concurrently if exists outbox_unconfirmed;
create index concurrently outbox_unconfirmed on outbox (handed_at) where unconfirmed <> '{}';

-- applied 0000-platform-audit-channels
-- Who changed it might act in these channels then; what was written before, or by the release that
-- still runs, is told to those alone who may act in all of them.
alter table audit_entry add column channels text[] not null default '{*}';

-- applied 0000-platform-audit-index
-- alone: audit rows are written by every change of staff in the release that still runs
drop index concurrently if exists audit_entry_newest;
create index concurrently audit_entry_newest on audit_entry (at desc, id desc);

-- applied 0000-platform-updates
-- For tables whose rows are listed by `updated_at` (platform/data/settled-read.ts): whatever statement writes
-- a row notes when. The machine's time of the very moment, since a transaction's own time is older than
-- what others see of it; by the shop's clock. To the second, so that a row that is written several times
-- within one keeps its place in the index.
create function note_update() returns trigger language plpgsql as $$
begin
  new.updated_at := date_trunc('second', clock_timestamp() + (kontor.kontor_now() - now()));
  return new;
end $$;

-- applied 0000-platform-held-stories
-- For which of the reasons that it declares a story is held, as a code; its words stay in last_error.
-- Null of what is not held, and of what the release that still runs, or one before it, has held.
alter table story add column held_as text;

-- applied 0000-platform-request-hash
-- Of what the client sent under the key, whatever version read it; the release before knows the hash
-- of what it read alone.
alter table idempotency add column request_hash text;

-- applied 0001-invoice
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

-- applied 0002-withheld-invoices
-- Whoever writes an order's row first decides, for good: its invoice is issued, or never will be.
create table invoice_claim (
  order_id uuid primary key,
  claim text not null check (claim in ('issued', 'withheld'))
);
insert into invoice_claim (order_id, claim)
select order_id, 'issued' from document where kind = 'invoice';

-- applied 0003-credit-note-cancellations
-- A refund that came back: its credit note never changes, a document of its own takes it back.
alter table document drop constraint document_kind_check;
alter table document add constraint document_kind_check check (
  kind in ('invoice', 'credit_note', 'credit_note_cancellation')) not valid;

-- rows
insert into "invoice"."document" (document_id, sequence, kind, series, year, "position", number, order_id, refund_id, channel, locale, currency, total_minor, issued_at, snapshot) overriding system value
select document_id, sequence, kind, series, year, "position", number, order_id, refund_id, channel, locale, currency, total_minor, issued_at, snapshot from json_populate_recordset(null::"invoice"."document", '[
{"document_id":"01a21806-68d8-782d-8adc-49fd8a876a9c","sequence":1,"kind":"invoice","series":"INV","year":2026,"position":1,"number":"INV-2026-000001","order_id":"01a21806-6653-7c49-b3cf-ef38e53f0b2c","refund_id":null,"channel":"default","locale":"en","currency":"EUR","total_minor":1780,"issued_at":"2026-11-26T13:23:22.977072+00:00","snapshot":{"kind": "invoice", "shop": {"city": "Hamburg", "name": "Kontor Demo Store", "email": "shop@kontor.example", "phone": "+494012345678", "taxId": "DE123456789", "street": "Alter Wandrahm 1", "legalName": "Kontor Demo Store GmbH", "postalCode": "20457", "websiteUrl": "http://localhost:21474", "countryCode": "DE"}, "email": "finished@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a21806-64e4-7d24-9053-b4f569c151b2", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "orderId": "01a21806-6653-7c49-b3cf-ef38e53f0b2c", "placedAt": "2026-11-26T13:23:22.436Z", "orderNumber": "K-100001", "deliveryName": "Standard", "paymentMethod": "card", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}}},
{"document_id":"01a21806-6e4d-769a-a312-2036ca2c41dd","sequence":2,"kind":"invoice","series":"INV","year":2026,"position":2,"number":"INV-2026-000002","order_id":"01a21806-6e04-7167-a390-08ae919d4ddf","refund_id":null,"channel":"default","locale":"en","currency":"EUR","total_minor":1780,"issued_at":"2026-11-26T13:23:24.367852+00:00","snapshot":{"kind": "invoice", "shop": {"city": "Hamburg", "name": "Kontor Demo Store", "email": "shop@kontor.example", "phone": "+494012345678", "taxId": "DE123456789", "street": "Alter Wandrahm 1", "legalName": "Kontor Demo Store GmbH", "postalCode": "20457", "websiteUrl": "http://localhost:21474", "countryCode": "DE"}, "email": "ticket@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a21806-6dd6-7e7e-926d-9ce7db21b009", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "orderId": "01a21806-6e04-7167-a390-08ae919d4ddf", "placedAt": "2026-11-26T13:23:24.323Z", "orderNumber": "K-100002", "deliveryName": "Standard", "paymentMethod": "card", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}}},
{"document_id":"01a21806-6f78-7e82-9e2e-c65f67a83a76","sequence":3,"kind":"invoice","series":"INV","year":2026,"position":3,"number":"INV-2026-000003","order_id":"01a21806-6f26-73be-8212-3427e2ee1125","refund_id":null,"channel":"default","locale":"en","currency":"EUR","total_minor":37800,"issued_at":"2026-11-26T13:23:24.665754+00:00","snapshot":{"kind": "invoice", "shop": {"city": "Hamburg", "name": "Kontor Demo Store", "email": "shop@kontor.example", "phone": "+494012345678", "taxId": "DE123456789", "street": "Alter Wandrahm 1", "legalName": "Kontor Demo Store GmbH", "postalCode": "20457", "websiteUrl": "http://localhost:21474", "countryCode": "DE"}, "email": "part-shipped@under-way.example", "lines": [{"sku": "COAT-M", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 6035, "taxableMinor": 31765}], "title": "Pilot Coat", "lineId": "01a21806-6ea8-7bec-b669-b23e7bf7f930", "imageUrl": null, "quantity": 2, "taxClass": "standard", "taxMinor": 6035, "productId": "01a21806-62ad-7f45-a36c-72116207a03a", "totalMinor": 37800, "weightGrams": 1400, "variantTitle": "M", "discountMinor": 0, "subtotalMinor": 37800, "unitPriceMinor": 18900, "requiresShipping": true}], "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 6035, "taxableMinor": 31765}], "currency": "EUR", "taxMinor": 6035, "totalMinor": 37800, "discountMinor": 0, "shippingMinor": 0, "subtotalMinor": 37800, "pricesIncludeTax": true, "shippingTaxMinor": 0}, "orderId": "01a21806-6f26-73be-8212-3427e2ee1125", "placedAt": "2026-11-26T13:23:24.616Z", "orderNumber": "K-100003", "deliveryName": "Standard", "paymentMethod": "card", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}}},
{"document_id":"01a21806-718a-7071-a09d-ba9fbc0cc02d","sequence":4,"kind":"invoice","series":"INV","year":2026,"position":4,"number":"INV-2026-000004","order_id":"01a21806-714a-7ba2-a636-c6a438e13c5f","refund_id":null,"channel":"default","locale":"en","currency":"EUR","total_minor":1780,"issued_at":"2026-11-26T13:23:25.198007+00:00","snapshot":{"kind": "invoice", "shop": {"city": "Hamburg", "name": "Kontor Demo Store", "email": "shop@kontor.example", "phone": "+494012345678", "taxId": "DE123456789", "street": "Alter Wandrahm 1", "legalName": "Kontor Demo Store GmbH", "postalCode": "20457", "websiteUrl": "http://localhost:21474", "countryCode": "DE"}, "email": "refund@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a21806-710d-724d-9393-131a4727834b", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "orderId": "01a21806-714a-7ba2-a636-c6a438e13c5f", "placedAt": "2026-11-26T13:23:25.158Z", "orderNumber": "K-100004", "deliveryName": "Standard", "paymentMethod": "card", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}}}
]');
insert into "invoice"."invoice_claim" (order_id, claim) overriding system value
select order_id, claim from json_populate_recordset(null::"invoice"."invoice_claim", '[
{"order_id":"01a21806-6653-7c49-b3cf-ef38e53f0b2c","claim":"issued"},
{"order_id":"01a21806-6e04-7167-a390-08ae919d4ddf","claim":"issued"},
{"order_id":"01a21806-6f26-73be-8212-3427e2ee1125","claim":"issued"},
{"order_id":"01a21806-714a-7ba2-a636-c6a438e13c5f","claim":"issued"}
]');
insert into "invoice"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"invoice"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-26T13:23:14.31386+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-26T13:23:14.527352+00:00"},
{"name":"0000-platform-event-marks","checksum":"XYfvbdxxlNI1fCzMuGvrSCAqo_1W3tRLfsnxEAq6brQ","applied_at":"2026-11-26T13:23:14.634195+00:00"},
{"name":"0000-platform-event-marks-index","checksum":"tgtX1S8ZeG_txwWsPl41K7w8au0DSqTERWkD_ihr_2s","applied_at":"2026-11-26T13:23:14.658553+00:00"},
{"name":"0000-platform-audit-channels","checksum":"Pd6moxwuDi7L_jVKOdv8EOsMorJ1Ig4F-YmmV-kZwYQ","applied_at":"2026-11-26T13:23:14.708286+00:00"},
{"name":"0000-platform-audit-index","checksum":"xN6jPsG3Hz8GtA45AIfPza7a3A86VjtwT5f2472qb4U","applied_at":"2026-11-26T13:23:14.776179+00:00"},
{"name":"0000-platform-updates","checksum":"GHpAeu2Cx658qpEC7Dfb2UEhCy85FEyhhzL_xDR48rI","applied_at":"2026-11-26T13:23:14.789297+00:00"},
{"name":"0000-platform-held-stories","checksum":"AvkUI8B8Ft8wkbis7QT0gO7WExHprwWdqUOf8GPq99U","applied_at":"2026-11-26T13:23:14.846842+00:00"},
{"name":"0000-platform-request-hash","checksum":"PP1rsEwEKyZsrlXd-GZZ6FnAk-QPtiiACH1vWOXD1Nw","applied_at":"2026-11-26T13:23:14.883264+00:00"},
{"name":"0001-invoice","checksum":"DhHN1blfWOmgJtW3GII8qJqnkUKjk5uq0fL8jrd_aMc","applied_at":"2026-11-26T13:23:14.931999+00:00"},
{"name":"0002-withheld-invoices","checksum":"5eyksC36Iwf-7l4cNgcBpG7sRxeeXk5w5m8G7n2tWOM","applied_at":"2026-11-26T13:23:15.116797+00:00"},
{"name":"0003-credit-note-cancellations","checksum":"6jABRRH934l8QvbwGtKdPw0ycB0ef4s4YnFDepDZb1s","applied_at":"2026-11-26T13:23:15.243379+00:00"}
]');
insert into "invoice"."series" (series, year, next, last_issued_at) overriding system value
select series, year, next, last_issued_at from json_populate_recordset(null::"invoice"."series", '[
{"series":"INV","year":2026,"next":5,"last_issued_at":"2026-11-26T13:23:25.198007+00:00"}
]');
select setval('invoice.document_sequence_seq', 4);
