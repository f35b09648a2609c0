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

-- rows
insert into "invoice"."document" (document_id, sequence, kind, series, year, "position", number, order_id, refund_id, channel, locale, currency, total_minor, issued_at, snapshot) overriding system value
select document_id, sequence, kind, series, year, "position", number, order_id, refund_id, channel, locale, currency, total_minor, issued_at, snapshot from json_populate_recordset(null::"invoice"."document", '[
{"document_id":"01a214ce-29ee-7b52-af01-ce6ab4b39330","sequence":1,"kind":"invoice","series":"INV","year":2026,"position":1,"number":"INV-2026-000001","order_id":"01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a","refund_id":null,"channel":"default","locale":"en","currency":"EUR","total_minor":1780,"issued_at":"2026-11-25T22:23:05.383984+00:00","snapshot":{"kind": "invoice", "shop": {"city": "Hamburg", "name": "Kontor Demo Store", "email": "shop@kontor.example", "phone": "+494012345678", "taxId": "DE123456789", "street": "Alter Wandrahm 1", "legalName": "Kontor Demo Store GmbH", "postalCode": "20457", "websiteUrl": "http://localhost:40297", "countryCode": "DE"}, "email": "finished@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a214ce-186f-7fd7-b86b-68b3e0f7d504", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "orderId": "01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a", "placedAt": "2026-11-25T22:23:03.369Z", "orderNumber": "K-100001", "deliveryName": "Standard", "paymentMethod": "card", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}}},
{"document_id":"01a214ce-38de-7be9-9810-f1831bd9dfdf","sequence":2,"kind":"invoice","series":"INV","year":2026,"position":2,"number":"INV-2026-000002","order_id":"01a214ce-3686-70bf-b121-5039115ab7ba","refund_id":null,"channel":"default","locale":"en","currency":"EUR","total_minor":1780,"issued_at":"2026-11-25T22:23:09.023657+00:00","snapshot":{"kind": "invoice", "shop": {"city": "Hamburg", "name": "Kontor Demo Store", "email": "shop@kontor.example", "phone": "+494012345678", "taxId": "DE123456789", "street": "Alter Wandrahm 1", "legalName": "Kontor Demo Store GmbH", "postalCode": "20457", "websiteUrl": "http://localhost:40297", "countryCode": "DE"}, "email": "ticket@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a214ce-3428-7c57-8dd8-6d958d7dead5", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "orderId": "01a214ce-3686-70bf-b121-5039115ab7ba", "placedAt": "2026-11-25T22:23:08.634Z", "orderNumber": "K-100002", "deliveryName": "Standard", "paymentMethod": "card", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}}},
{"document_id":"01a214ce-40da-7db1-9a4c-b4555a99729c","sequence":3,"kind":"invoice","series":"INV","year":2026,"position":3,"number":"INV-2026-000003","order_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","refund_id":null,"channel":"default","locale":"en","currency":"EUR","total_minor":37800,"issued_at":"2026-11-25T22:23:11.069763+00:00","snapshot":{"kind": "invoice", "shop": {"city": "Hamburg", "name": "Kontor Demo Store", "email": "shop@kontor.example", "phone": "+494012345678", "taxId": "DE123456789", "street": "Alter Wandrahm 1", "legalName": "Kontor Demo Store GmbH", "postalCode": "20457", "websiteUrl": "http://localhost:40297", "countryCode": "DE"}, "email": "part-shipped@under-way.example", "lines": [{"sku": "COAT-M", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 6035, "taxableMinor": 31765}], "title": "Pilot Coat", "lineId": "01a214ce-3cbf-77fb-865c-684f3398c6d4", "imageUrl": null, "quantity": 2, "taxClass": "standard", "taxMinor": 6035, "productId": "01a214ce-0cf0-7ac8-95fe-ed2943a610fd", "totalMinor": 37800, "weightGrams": 1400, "variantTitle": "M", "discountMinor": 0, "subtotalMinor": 37800, "unitPriceMinor": 18900, "requiresShipping": true}], "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 6035, "taxableMinor": 31765}], "currency": "EUR", "taxMinor": 6035, "totalMinor": 37800, "discountMinor": 0, "shippingMinor": 0, "subtotalMinor": 37800, "pricesIncludeTax": true, "shippingTaxMinor": 0}, "orderId": "01a214ce-3ee2-7fed-8da6-36408b7f731d", "placedAt": "2026-11-25T22:23:10.807Z", "orderNumber": "K-100003", "deliveryName": "Standard", "paymentMethod": "card", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}}},
{"document_id":"01a214ce-4a52-76a2-863d-91125268bc50","sequence":4,"kind":"invoice","series":"INV","year":2026,"position":4,"number":"INV-2026-000004","order_id":"01a214ce-48fe-79b8-872a-c89332fda744","refund_id":null,"channel":"default","locale":"en","currency":"EUR","total_minor":1780,"issued_at":"2026-11-25T22:23:13.521162+00:00","snapshot":{"kind": "invoice", "shop": {"city": "Hamburg", "name": "Kontor Demo Store", "email": "shop@kontor.example", "phone": "+494012345678", "taxId": "DE123456789", "street": "Alter Wandrahm 1", "legalName": "Kontor Demo Store GmbH", "postalCode": "20457", "websiteUrl": "http://localhost:40297", "countryCode": "DE"}, "email": "refund@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a214ce-47ea-7732-b486-75d8067d3c5c", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a214ce-0cf0-7788-98db-ab89d33a00e1", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "orderId": "01a214ce-48fe-79b8-872a-c89332fda744", "placedAt": "2026-11-25T22:23:13.306Z", "orderNumber": "K-100004", "deliveryName": "Standard", "paymentMethod": "card", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}}}
]');
insert into "invoice"."invoice_claim" (order_id, claim) overriding system value
select order_id, claim from json_populate_recordset(null::"invoice"."invoice_claim", '[
{"order_id":"01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a","claim":"issued"},
{"order_id":"01a214ce-3686-70bf-b121-5039115ab7ba","claim":"issued"},
{"order_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","claim":"issued"},
{"order_id":"01a214ce-48fe-79b8-872a-c89332fda744","claim":"issued"}
]');
insert into "invoice"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"invoice"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:21:41.039937+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:21:41.345759+00:00"},
{"name":"0001-invoice","checksum":"DhHN1blfWOmgJtW3GII8qJqnkUKjk5uq0fL8jrd_aMc","applied_at":"2026-11-25T22:21:41.521413+00:00"},
{"name":"0002-withheld-invoices","checksum":"5eyksC36Iwf-7l4cNgcBpG7sRxeeXk5w5m8G7n2tWOM","applied_at":"2026-11-25T22:21:41.753005+00:00"}
]');
insert into "invoice"."series" (series, year, next, last_issued_at) overriding system value
select series, year, next, last_issued_at from json_populate_recordset(null::"invoice"."series", '[
{"series":"INV","year":2026,"next":5,"last_issued_at":"2026-11-25T22:23:13.521162+00:00"}
]');
select setval('invoice.document_sequence_seq', 4);
