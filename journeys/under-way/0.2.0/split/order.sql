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

-- applied 0001-orders
-- An order: what was bought (the snapshot never changes) and how far it has come.
create table orders (
  id uuid primary key,
  number text not null unique,
  version int not null default 1,
  state text not null check (state in ('placed', 'confirmed', 'partially_shipped', 'shipped',
    'delivered', 'cancelling', 'cancelled')),
  channel text not null,
  locale text not null,
  owner_kind text not null check (owner_kind in ('guest', 'customer')),
  owner_id text not null check (owner_id <> ''),
  access_token_hash text not null,
  email text not null,
  payment_id uuid not null,
  currency text not null,
  total_minor bigint not null check (total_minor >= 0),
  captured_minor bigint not null default 0,
  -- refunds that were asked for and did not fail, so that several at once never exceed the capture
  refund_claimed_minor bigint not null default 0,
  refunded_minor bigint not null default 0,
  voided boolean not null default false,
  disputed boolean not null default false,
  payment_state text not null generated always as (
    case when disputed then 'disputed'
         when voided then 'voided'
         when captured_minor = 0 then 'authorized'
         when refunded_minor >= captured_minor then 'refunded'
         when refunded_minor > 0 then 'partially_refunded'
         else 'captured' end) stored,
  -- something was shipped or will not be: the state follows from order_line and order_parcel
  progressed boolean not null default false,
  confirmed_at timestamptz,
  cancel_reason text,
  snapshot jsonb not null,
  placed_at timestamptz not null,
  constraint refunds_within_capture check (
    refund_claimed_minor >= 0 and refund_claimed_minor <= captured_minor
    and refunded_minor >= 0 and refunded_minor <= captured_minor)
) with (fillfactor = 85);
create index orders_of_owner on orders (owner_kind, owner_id, placed_at, id);
create index orders_by_time on orders (placed_at, id);
create index orders_by_state on orders (state, placed_at, id);
create index orders_by_email on orders (lower(email), placed_at, id);

-- Only lines of which something was shipped, refunded or given up have a row.
create table order_line (
  order_id uuid not null references orders (id),
  line_id uuid not null,
  ordered_quantity int not null,
  shipped_quantity int not null default 0 check (shipped_quantity >= 0),
  cancelled_quantity int not null default 0 check (cancelled_quantity >= 0),
  refunded_quantity int not null default 0 check (refunded_quantity between 0 and ordered_quantity),
  primary key (order_id, line_id),
  constraint shipped_within_ordered check (shipped_quantity + cancelled_quantity <= ordered_quantity)
);

create table order_parcel (
  order_id uuid not null references orders (id),
  fulfillment_id uuid not null,
  carrier_code text not null,
  tracking_number text not null,
  status text not null check (status in ('label_purchased', 'in_transit', 'out_for_delivery',
    'delivered', 'exception')),
  estimated_delivery_at timestamptz,
  created_at timestamptz not null default kontor_now(),
  primary key (order_id, fulfillment_id)
);

create table refund (
  id uuid primary key,
  order_id uuid not null references orders (id),
  -- by staff, or the rest that a cancelled order gives back
  cause text not null check (cause in ('staff', 'cancellation')),
  amount_minor bigint not null check (amount_minor > 0),
  reason text not null,
  -- [{lineId, quantity}], null for a refund by amount
  lines jsonb,
  state text not null default 'pending' check (state in ('pending', 'refunded', 'failed')),
  created_at timestamptz not null default kontor_now()
);
create index refund_of_order on refund (order_id, created_at);

-- What happened, in words. The key makes telling it twice harmless.
create table timeline_entry (
  order_id uuid not null references orders (id),
  key text not null,
  ordinal bigint generated always as identity,
  at timestamptz not null,
  kind text not null,
  message text not null,
  actor text not null,
  internal boolean not null,
  trace_id text not null,
  primary key (order_id, key)
);

-- applied 0002-taken-back
-- What of the payment is disputed or lost: it cannot be refunded, and parcels wait.
alter table orders add column disputed_minor bigint not null default 0;
-- Of the payment's news that was taken last: sums can fall, so what is older changes nothing.
alter table orders add column payment_version int not null default 0;
-- The money came back after the gateway had accepted the refund.
alter table refund add column taken_back_at timestamptz;

-- applied 0003-receivables
-- Of orders that are paid later: what was credited without money, and what was given up.
alter table orders add column credited_minor bigint not null default 0;
-- credits that were asked for and did not fail
alter table orders add column credit_claimed_minor bigint not null default 0;
alter table orders add column written_off_minor bigint not null default 0;
-- `credit`: goods came back that nobody had paid
alter table refund drop constraint refund_cause_check;
alter table refund add constraint refund_cause_check
  check (cause in ('staff', 'cancellation', 'credit')) not valid;

-- applied 0004-lists
-- When an order was written last; of those that are here already, now.
alter table orders add column updated_at timestamptz not null default kontor_now();
create trigger orders_note_update before insert or update on orders
  for each row execute function note_update();

-- What an order is found by, as order-words.ts makes it of the snapshot. Null in what was written before:
-- reckoned when read.
alter table orders add column words tsvector;

-- The same in SQL. The collation is named, for of the database's own only Latin letters may be known.
create function order_words(snapshot jsonb) returns tsvector language plpgsql immutable parallel safe
cost 20 as $$
declare
  number text := snapshot ->> 'orderNumber';
  found text[] := array['#' || number, '#' || regexp_replace(number, '^\D+', ''),
    'e' || (snapshot ->> 'email'), 'm' || (snapshot ->> 'paymentMethod')];
  names text := concat_ws(' ', snapshot -> 'billingAddress' ->> 'name',
    snapshot -> 'billingAddress' ->> 'company', snapshot -> 'shippingAddress' ->> 'name',
    snapshot -> 'shippingAddress' ->> 'company');
begin
  names := regexp_replace(normalize(names, NFKD), '[\u0300-\u036f]', '', 'g');
  found := found || array(select 'n' || word
    from regexp_split_to_table(names collate pg_catalog.pg_c_utf8, '[^[:alnum:]]+') word where word <> '');
  found := found || array(select 's' || (line ->> 'sku') from jsonb_array_elements(snapshot -> 'lines') line);
  return array_to_tsvector(array(
    select distinct left(replace(lower(regexp_replace(normalize(word, NFKD), '[\u0300-\u036f]', '', 'g')
      collate pg_catalog.pg_c_utf8), 'ς', 'σ'), 300)
    from unnest(found) word where word is not null));
end $$;

-- applied 0005-list-indexes
-- alone: the table is in use
drop index concurrently if exists orders_by_update;
create index concurrently orders_by_update on orders (updated_at, id);
drop index concurrently if exists orders_by_number;
create index concurrently orders_by_number on orders (lpad(number, 32) collate "C", id);
drop index concurrently if exists orders_by_total;
create index concurrently orders_by_total on orders (total_minor, id);
drop index concurrently if exists orders_of_channel;
create index concurrently orders_of_channel on orders (channel, placed_at, id);
drop index concurrently if exists orders_by_payment;
create index concurrently orders_by_payment on orders (payment_state, placed_at, id);
-- of promises, those that are neither paid nor owed as a whole: see order-filters.ts
drop index concurrently if exists orders_paid_in_part;
create index concurrently orders_paid_in_part on orders (placed_at, id)
  where credited_minor > 0 or written_off_minor > 0
    or (captured_minor > 0 and captured_minor < total_minor);
drop index concurrently if exists orders_by_words;
create index concurrently orders_by_words on orders using gin (coalesce(words, order_words(snapshot)))
  with (gin_pending_list_limit = 256);
drop index concurrently if exists order_parcel_number;
create index concurrently order_parcel_number on order_parcel (upper(replace(tracking_number, ' ', '')));
drop index concurrently if exists order_parcel_status;
create index concurrently order_parcel_status on order_parcel (status, order_id);

-- applied 0006-tenders
-- What an order is paid with, each payment with its part; payment_id leads. Null in what was written before:
-- one payment pays all of it, as the snapshot says.
alter table orders add column tenders jsonb;

-- rows
insert into "order"."audit_entry" (id, at, actor_kind, actor_id, operation, subject, detail, trace_id, channels) overriding system value
select id, at, actor_kind, actor_id, operation, subject, detail, trace_id, channels from json_populate_recordset(null::"order"."audit_entry", '[
{"id":"01a21807-eea4-7f47-85ba-41e4c630b56e","at":"2026-11-26T13:25:02.748035+00:00","actor_kind":"api_key","actor_id":"01a21807-661c-72fb-a826-bc93fc1402ea","operation":"refundOrder","subject":"order:01a21807-edfa-7a39-8602-6ae08054d3ce","detail":{"after": {"reason": "damaged in transit", "refundId": "01a21807-ee9f-7d51-937b-5dc989125f58", "amountMinor": 500}},"trace_id":"4068876c6701dcd2f4ed693dd62a3933","channels":["*"]}
]');
insert into "order"."broker_seen" (one, server_id, stream_made_at, marks_made) overriding system value
select one, server_id, stream_made_at, marks_made from json_populate_recordset(null::"order"."broker_seen", '[
{"one":true,"server_id":"NBVAET43GHKIK2IKYXQVLOWOTQ7PIPRE2Q2VF5II5OSOZU3HSAS7VCRF","stream_made_at":"2026-11-26T13:24:53.256+00:00","marks_made":true}
]');
insert into "order"."idempotency" (actor_scope, operation, key, body_hash, reply, created_at, request_hash) overriding system value
select actor_scope, operation, key, body_hash, reply, created_at, request_hash from json_populate_recordset(null::"order"."idempotency", '[
{"actor_scope":"api_key:01a21807-661c-72fb-a826-bc93fc1402ea:default","operation":"refundOrder","key":"8eae256f-512b-49ed-a5cc-eca9e35d6c7c","body_hash":"J4EVC_CunArfEaTDXpNFnuRdGVzB9H5GZaxwu9PVejw","reply":{"refundId":"01a21807-ee9f-7d51-937b-5dc989125f58","amountMinor":500,"currency":"EUR","reason":"damaged in transit","state":"pending","createdAt":"2026-11-26T13:25:02.748Z"},"created_at":"2026-11-26T13:25:02.748035+00:00","request_hash":"5JecEogBN3OL4jzmmZpi_xX3RqoMUiyyuAz2YQByZcY"}
]');
insert into "order"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"order"."inbox", '[
{"event_id":"01a21807-e58f-73a0-a4b2-65197e9e158b","sequence":1,"type":"checkout.completed","aggregate_id":"01a21807-e272-7a07-abe6-1c1e4bcc6d6e","aggregate_version":1,"received_at":"2026-11-26T13:25:00.516069+00:00"},
{"event_id":"01a21807-ea39-7d6d-81b3-0bd2a108f18c","sequence":2,"type":"checkout.completed","aggregate_id":"01a21807-e9a5-7a1c-87cb-a525abd89399","aggregate_version":1,"received_at":"2026-11-26T13:25:01.662639+00:00"},
{"event_id":"01a21807-ebd2-75c9-aea4-5d272c4f7cfb","sequence":3,"type":"checkout.completed","aggregate_id":"01a21807-eb5b-78f7-b60c-d9d3192bf346","aggregate_version":1,"received_at":"2026-11-26T13:25:02.055141+00:00"},
{"event_id":"01a21807-ed30-7528-9e0f-1ebc083ceb5c","sequence":4,"type":"fulfillment.shipped","aggregate_id":"01a21807-eba9-8d0e-81fc-3a6228597764","aggregate_version":7,"received_at":"2026-11-26T13:25:02.403623+00:00"},
{"event_id":"01a21807-ee1e-7cf1-98b4-b02467b0141b","sequence":5,"type":"checkout.completed","aggregate_id":"01a21807-eda6-7c2d-acb3-19eb18148e67","aggregate_version":1,"received_at":"2026-11-26T13:25:02.633087+00:00"},
{"event_id":"01a21807-f4c2-7b9f-aad5-a72dc5c30667","sequence":6,"type":"checkout.completed","aggregate_id":"01a21807-f3da-7f52-869b-0961740efdaf","aggregate_version":1,"received_at":"2026-11-26T13:25:04.353695+00:00"},
{"event_id":"01a21808-9f67-73fc-8327-1521fb5ffa8a","sequence":7,"type":"checkout.completed","aggregate_id":"01a21808-9ede-7a44-909d-7270e7c8f15e","aggregate_version":1,"received_at":"2026-11-26T13:25:48.030125+00:00"},
{"event_id":"01a21808-a045-7711-843a-39cef4ebf9ee","sequence":8,"type":"checkout.completed","aggregate_id":"01a21808-9fbf-70d0-80a9-ab14a6c66a25","aggregate_version":1,"received_at":"2026-11-26T13:25:48.249458+00:00"},
{"event_id":"01a21808-a16b-75f7-9b49-c57026dd99fe","sequence":9,"type":"checkout.completed","aggregate_id":"01a21808-a0ce-7b1a-81ee-26f14cd97118","aggregate_version":1,"received_at":"2026-11-26T13:25:48.551975+00:00"}
]');
insert into "order"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"order"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-26T13:23:14.339622+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-26T13:23:14.581208+00:00"},
{"name":"0000-platform-event-marks","checksum":"XYfvbdxxlNI1fCzMuGvrSCAqo_1W3tRLfsnxEAq6brQ","applied_at":"2026-11-26T13:23:14.659496+00:00"},
{"name":"0000-platform-event-marks-index","checksum":"tgtX1S8ZeG_txwWsPl41K7w8au0DSqTERWkD_ihr_2s","applied_at":"2026-11-26T13:23:14.716546+00:00"},
{"name":"0000-platform-audit-channels","checksum":"Pd6moxwuDi7L_jVKOdv8EOsMorJ1Ig4F-YmmV-kZwYQ","applied_at":"2026-11-26T13:23:14.794784+00:00"},
{"name":"0000-platform-audit-index","checksum":"xN6jPsG3Hz8GtA45AIfPza7a3A86VjtwT5f2472qb4U","applied_at":"2026-11-26T13:23:14.846768+00:00"},
{"name":"0000-platform-updates","checksum":"GHpAeu2Cx658qpEC7Dfb2UEhCy85FEyhhzL_xDR48rI","applied_at":"2026-11-26T13:23:14.883607+00:00"},
{"name":"0000-platform-held-stories","checksum":"AvkUI8B8Ft8wkbis7QT0gO7WExHprwWdqUOf8GPq99U","applied_at":"2026-11-26T13:23:14.93361+00:00"},
{"name":"0000-platform-request-hash","checksum":"PP1rsEwEKyZsrlXd-GZZ6FnAk-QPtiiACH1vWOXD1Nw","applied_at":"2026-11-26T13:23:15.003713+00:00"},
{"name":"0001-orders","checksum":"p-IHEEFVbuD-cD3LOH3GWVD2b9XIBZEf4G38g_w2wQ0","applied_at":"2026-11-26T13:23:15.052968+00:00"},
{"name":"0002-taken-back","checksum":"mhams84_qA31eMIom9GRXeb2PceB8SchA55g61Mqluk","applied_at":"2026-11-26T13:23:15.299434+00:00"},
{"name":"0003-receivables","checksum":"GtMxwplAx8mm2dOkrgUSh7znKcHI6vAMcGeM0F-Sdg8","applied_at":"2026-11-26T13:23:15.338778+00:00"},
{"name":"0004-lists","checksum":"9rcZgw2DJwPhtA7dHyuU8kKlJg_cqOP7-aL5k-Qt7cg","applied_at":"2026-11-26T13:23:15.397924+00:00"},
{"name":"0005-list-indexes","checksum":"evSRRr65CrxPhRc9T5K0HNcKL-INPampHSuquLTqEm0","applied_at":"2026-11-26T13:23:15.414117+00:00"},
{"name":"0006-tenders","checksum":"v71EyfMAPweRtIU1vSX6P8S6EhMZU4lgP3ZAk0989Zc","applied_at":"2026-11-26T13:23:15.526942+00:00"}
]');
insert into "order"."order_line" (order_id, line_id, ordered_quantity, shipped_quantity, cancelled_quantity, refunded_quantity) overriding system value
select order_id, line_id, ordered_quantity, shipped_quantity, cancelled_quantity, refunded_quantity from json_populate_recordset(null::"order"."order_line", '[
{"order_id":"01a21807-eba9-74a2-a957-470ff97687d3","line_id":"01a21807-eb3e-7af9-a3eb-35aaeee5bfcc","ordered_quantity":2,"shipped_quantity":1,"cancelled_quantity":0,"refunded_quantity":0}
]');
insert into "order"."order_parcel" (order_id, fulfillment_id, carrier_code, tracking_number, status, estimated_delivery_at, created_at) overriding system value
select order_id, fulfillment_id, carrier_code, tracking_number, status, estimated_delivery_at, created_at from json_populate_recordset(null::"order"."order_parcel", '[
{"order_id":"01a21807-eba9-74a2-a957-470ff97687d3","fulfillment_id":"01a21807-eba9-8d0e-81fc-3a6228597764","carrier_code":"sandbox_post","tracking_number":"SBX5D3C3913E0F4","status":"label_purchased","estimated_delivery_at":null,"created_at":"2026-11-26T13:25:02.403623+00:00"}
]');
insert into "order"."orders" (id, number, version, state, channel, locale, owner_kind, owner_id, access_token_hash, email, payment_id, currency, total_minor, captured_minor, refund_claimed_minor, refunded_minor, voided, disputed, progressed, confirmed_at, cancel_reason, snapshot, placed_at, disputed_minor, payment_version, credited_minor, credit_claimed_minor, written_off_minor, updated_at, words, tenders) overriding system value
select id, number, version, state, channel, locale, owner_kind, owner_id, access_token_hash, email, payment_id, currency, total_minor, captured_minor, refund_claimed_minor, refunded_minor, voided, disputed, progressed, confirmed_at, cancel_reason, snapshot, placed_at, disputed_minor, payment_version, credited_minor, credit_claimed_minor, written_off_minor, updated_at, words, tenders from json_populate_recordset(null::"order"."orders", '[
{"id":"01a21807-e448-75c5-98f7-2bdb02943f9d","number":"K-100001","version":2,"state":"confirmed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a21807-e1b6-79bf-8fe1-3931f66b3a1f","access_token_hash":"k_cJT8T_JOV2JkDi08ELyKexjYbXlgenamLVYmCCwNE","email":"finished@under-way.example","payment_id":"01a21807-e448-7823-9d46-cc2b688110a4","currency":"EUR","total_minor":1780,"captured_minor":1780,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":"2026-11-26T13:25:00.777695+00:00","cancel_reason":null,"snapshot":{"email": "finished@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a21807-e21c-76fb-8adf-9bb69c0f9c71", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a21807-dedb-764c-8443-a3df47080c10", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a21807-e1b6-79bf-8fe1-3931f66b3a1f", "kind": "guest"}, "phone": null, "cartId": "01a21807-e1f7-7242-ad18-cdae1f8841bc", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a21807-e448-75c5-98f7-2bdb02943f9d", "tenders": [{"method": "card", "provider": "stripe", "paymentId": "01a21807-e448-7823-9d46-cc2b688110a4", "methodCode": "card", "amountMinor": 1780}], "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-26T13:25:00.429Z", "paymentId": "01a21807-e448-7823-9d46-cc2b688110a4", "checkoutId": "01a21807-e272-7a07-abe6-1c1e4bcc6d6e", "allocations": [{"sku": "MUG-1", "lineId": "01a21807-e21c-76fb-8adf-9bb69c0f9c71", "quantity": 1, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3", "backordered": 0}], "orderNumber": "K-100001", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a21807-e272-7a07-abe6-1c1e4bcc6d6e", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "k_cJT8T_JOV2JkDi08ELyKexjYbXlgenamLVYmCCwNE", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card", "paymentMethodCode": "card"},"placed_at":"2026-11-26T13:25:00.429+00:00","disputed_minor":0,"payment_version":4,"credited_minor":0,"credit_claimed_minor":0,"written_off_minor":0,"updated_at":"2026-11-26T13:25:00+00:00","words":"''#100001'' ''#k-100001'' ''efinished@under-way.example'' ''mcard'' ''nada'' ''nsievers'' ''smug-1''","tenders":[{"method": "card", "provider": "stripe", "paymentId": "01a21807-e448-7823-9d46-cc2b688110a4", "methodCode": "card", "amountMinor": 1780}]},
{"id":"01a21807-e9f8-7639-98a9-f15aa7c1babc","number":"K-100002","version":2,"state":"confirmed","channel":"default","locale":"en","owner_kind":"customer","owner_id":"01a21807-e75f-7f4d-83ab-e27c6351e7b0","access_token_hash":"uVe4MsO-Tym_OlWIHBneP2A72uE4qFrhOWnBin8yem0","email":"ticket@under-way.example","payment_id":"01a21807-e9f8-72b6-9de7-095fe8d87a4c","currency":"EUR","total_minor":1780,"captured_minor":1780,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":"2026-11-26T13:25:01.750007+00:00","cancel_reason":null,"snapshot":{"email": "ticket@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a21807-e994-75a9-8316-64c0dda5a1c9", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a21807-dedb-764c-8443-a3df47080c10", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a21807-e75f-7f4d-83ab-e27c6351e7b0", "kind": "customer"}, "phone": null, "cartId": "01a21807-e97a-75be-8c94-7d1c9d7d2752", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a21807-e9f8-7639-98a9-f15aa7c1babc", "tenders": [{"method": "card", "provider": "stripe", "paymentId": "01a21807-e9f8-72b6-9de7-095fe8d87a4c", "methodCode": "card", "amountMinor": 1780}], "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-26T13:25:01.624Z", "paymentId": "01a21807-e9f8-72b6-9de7-095fe8d87a4c", "checkoutId": "01a21807-e9a5-7a1c-87cb-a525abd89399", "allocations": [{"sku": "MUG-1", "lineId": "01a21807-e994-75a9-8316-64c0dda5a1c9", "quantity": 1, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3", "backordered": 0}], "orderNumber": "K-100002", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a21807-e9a5-7a1c-87cb-a525abd89399", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "uVe4MsO-Tym_OlWIHBneP2A72uE4qFrhOWnBin8yem0", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card", "paymentMethodCode": "card"},"placed_at":"2026-11-26T13:25:01.624+00:00","disputed_minor":0,"payment_version":4,"credited_minor":0,"credit_claimed_minor":0,"written_off_minor":0,"updated_at":"2026-11-26T13:25:01+00:00","words":"''#100002'' ''#k-100002'' ''eticket@under-way.example'' ''mcard'' ''nada'' ''nsievers'' ''smug-1''","tenders":[{"method": "card", "provider": "stripe", "paymentId": "01a21807-e9f8-72b6-9de7-095fe8d87a4c", "methodCode": "card", "amountMinor": 1780}]},
{"id":"01a21807-eba9-74a2-a957-470ff97687d3","number":"K-100003","version":4,"state":"partially_shipped","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a21807-eb1d-7a28-913e-d098301c26b6","access_token_hash":"s31fd1u9E4fIJYC3FwR_cyI8DG70NhtsbPrkq3Ezpm4","email":"part-shipped@under-way.example","payment_id":"01a21807-eba9-7eef-af62-68c2aa01a24e","currency":"EUR","total_minor":37800,"captured_minor":37800,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":true,"confirmed_at":"2026-11-26T13:25:02.097545+00:00","cancel_reason":null,"snapshot":{"email": "part-shipped@under-way.example", "lines": [{"sku": "COAT-M", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 6035, "taxableMinor": 31765}], "title": "Pilot Coat", "lineId": "01a21807-eb3e-7af9-a3eb-35aaeee5bfcc", "imageUrl": null, "quantity": 2, "taxClass": "standard", "taxMinor": 6035, "productId": "01a21807-dedc-720a-998c-57cef2cd25b9", "totalMinor": 37800, "weightGrams": 1400, "variantTitle": "M", "discountMinor": 0, "subtotalMinor": 37800, "unitPriceMinor": 18900, "requiresShipping": true}], "owner": {"id": "01a21807-eb1d-7a28-913e-d098301c26b6", "kind": "guest"}, "phone": null, "cartId": "01a21807-eb23-7e2b-8cd6-bc5d8470b269", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 6035, "taxableMinor": 31765}], "currency": "EUR", "taxMinor": 6035, "totalMinor": 37800, "discountMinor": 0, "shippingMinor": 0, "subtotalMinor": 37800, "pricesIncludeTax": true, "shippingTaxMinor": 0}, "channel": "default", "orderId": "01a21807-eba9-74a2-a957-470ff97687d3", "tenders": [{"method": "card", "provider": "stripe", "paymentId": "01a21807-eba9-7eef-af62-68c2aa01a24e", "methodCode": "card", "amountMinor": 37800}], "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 0, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-26T13:25:02.033Z", "paymentId": "01a21807-eba9-7eef-af62-68c2aa01a24e", "checkoutId": "01a21807-eb5b-78f7-b60c-d9d3192bf346", "allocations": [{"sku": "COAT-M", "lineId": "01a21807-eb3e-7af9-a3eb-35aaeee5bfcc", "quantity": 2, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3", "backordered": 0}], "orderNumber": "K-100003", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a21807-eb5b-78f7-b60c-d9d3192bf346", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "s31fd1u9E4fIJYC3FwR_cyI8DG70NhtsbPrkq3Ezpm4", "authorizedMinor": 37800, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card", "paymentMethodCode": "card"},"placed_at":"2026-11-26T13:25:02.033+00:00","disputed_minor":0,"payment_version":4,"credited_minor":0,"credit_claimed_minor":0,"written_off_minor":0,"updated_at":"2026-11-26T13:25:02+00:00","words":"''#100003'' ''#k-100003'' ''epart-shipped@under-way.example'' ''mcard'' ''nada'' ''nsievers'' ''scoat-m''","tenders":[{"method": "card", "provider": "stripe", "paymentId": "01a21807-eba9-7eef-af62-68c2aa01a24e", "methodCode": "card", "amountMinor": 37800}]},
{"id":"01a21807-edfa-7a39-8602-6ae08054d3ce","number":"K-100004","version":3,"state":"confirmed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a21807-ed84-7811-9ecb-1254135b65dc","access_token_hash":"T8VXfTMIERFDF9fVovKumNw1nR2sqxORZOsae8DVlYg","email":"refund@under-way.example","payment_id":"01a21807-edfa-77b7-aba0-e9b21612a66f","currency":"EUR","total_minor":1780,"captured_minor":1780,"refund_claimed_minor":500,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":"2026-11-26T13:25:02.676389+00:00","cancel_reason":null,"snapshot":{"email": "refund@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a21807-ed97-7a9e-a765-14e8e70b6788", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a21807-dedb-764c-8443-a3df47080c10", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a21807-ed84-7811-9ecb-1254135b65dc", "kind": "guest"}, "phone": null, "cartId": "01a21807-ed89-720f-b924-6bb61e48bc26", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a21807-edfa-7a39-8602-6ae08054d3ce", "tenders": [{"method": "card", "provider": "stripe", "paymentId": "01a21807-edfa-77b7-aba0-e9b21612a66f", "methodCode": "card", "amountMinor": 1780}], "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-26T13:25:02.622Z", "paymentId": "01a21807-edfa-77b7-aba0-e9b21612a66f", "checkoutId": "01a21807-eda6-7c2d-acb3-19eb18148e67", "allocations": [{"sku": "MUG-1", "lineId": "01a21807-ed97-7a9e-a765-14e8e70b6788", "quantity": 1, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3", "backordered": 0}], "orderNumber": "K-100004", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a21807-eda6-7c2d-acb3-19eb18148e67", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "T8VXfTMIERFDF9fVovKumNw1nR2sqxORZOsae8DVlYg", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card", "paymentMethodCode": "card"},"placed_at":"2026-11-26T13:25:02.622+00:00","disputed_minor":0,"payment_version":4,"credited_minor":0,"credit_claimed_minor":0,"written_off_minor":0,"updated_at":"2026-11-26T13:25:02+00:00","words":"''#100004'' ''#k-100004'' ''erefund@under-way.example'' ''mcard'' ''nada'' ''nsievers'' ''smug-1''","tenders":[{"method": "card", "provider": "stripe", "paymentId": "01a21807-edfa-77b7-aba0-e9b21612a66f", "methodCode": "card", "amountMinor": 1780}]},
{"id":"01a21807-f473-7115-8038-825cca2d5a39","number":"K-100006","version":1,"state":"placed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a21807-f312-7a22-96f7-6a8adad4db24","access_token_hash":"BdCbFxaX0jw0PILqxdM8PVYdixHPE5YHVA5RT_aXEp4","email":"on-hold@under-way.example","payment_id":"01a21807-f473-7b8c-ae2b-0c85181db3bd","currency":"EUR","total_minor":1780,"captured_minor":0,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":null,"cancel_reason":null,"snapshot":{"email": "on-hold@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a21807-f328-733b-a325-cb8fec593b0e", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a21807-dedb-764c-8443-a3df47080c10", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a21807-f312-7a22-96f7-6a8adad4db24", "kind": "guest"}, "phone": null, "cartId": "01a21807-f317-7146-b585-4b9512959c4d", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a21807-f473-7115-8038-825cca2d5a39", "tenders": [{"method": "card", "provider": "stripe", "paymentId": "01a21807-f473-7b8c-ae2b-0c85181db3bd", "methodCode": "card", "amountMinor": 1780}], "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-26T13:25:04.321Z", "paymentId": "01a21807-f473-7b8c-ae2b-0c85181db3bd", "checkoutId": "01a21807-f3da-7f52-869b-0961740efdaf", "allocations": [{"sku": "MUG-1", "lineId": "01a21807-f328-733b-a325-cb8fec593b0e", "quantity": 1, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3", "backordered": 0}], "orderNumber": "K-100006", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a21807-f3da-7f52-869b-0961740efdaf", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "BdCbFxaX0jw0PILqxdM8PVYdixHPE5YHVA5RT_aXEp4", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card", "paymentMethodCode": "card"},"placed_at":"2026-11-26T13:25:04.321+00:00","disputed_minor":0,"payment_version":0,"credited_minor":0,"credit_claimed_minor":0,"written_off_minor":0,"updated_at":"2026-11-26T13:25:04+00:00","words":"''#100006'' ''#k-100006'' ''eon-hold@under-way.example'' ''mcard'' ''nada'' ''nsievers'' ''smug-1''","tenders":[{"method": "card", "provider": "stripe", "paymentId": "01a21807-f473-7b8c-ae2b-0c85181db3bd", "methodCode": "card", "amountMinor": 1780}]},
{"id":"01a21808-a132-7a6f-aecd-f9b4a7831c59","number":"K-100009","version":1,"state":"placed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a21808-a054-7ed6-bdd7-4f34e4010aec","access_token_hash":"58OL9YvkF7Z7lq1OdRJkyVCLKTeaSMWdaHpXLrHaynM","email":"dead@under-way.example","payment_id":"01a21808-a132-79c1-8057-aeb594f1ea08","currency":"EUR","total_minor":1780,"captured_minor":0,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":null,"cancel_reason":null,"snapshot":{"email": "dead@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a21808-a0a1-74f3-a092-a0c4498e32b8", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a21807-dedb-764c-8443-a3df47080c10", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a21808-a054-7ed6-bdd7-4f34e4010aec", "kind": "guest"}, "phone": null, "cartId": "01a21808-a06c-78ba-9359-0c9da4fb55fc", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a21808-a132-7a6f-aecd-f9b4a7831c59", "tenders": [{"method": "card", "provider": "stripe", "paymentId": "01a21808-a132-79c1-8057-aeb594f1ea08", "methodCode": "card", "amountMinor": 1780}], "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-26T13:25:48.523Z", "paymentId": "01a21808-a132-79c1-8057-aeb594f1ea08", "checkoutId": "01a21808-a0ce-7b1a-81ee-26f14cd97118", "allocations": [{"sku": "MUG-1", "lineId": "01a21808-a0a1-74f3-a092-a0c4498e32b8", "quantity": 1, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3", "backordered": 0}], "orderNumber": "K-100009", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a21808-a0ce-7b1a-81ee-26f14cd97118", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "58OL9YvkF7Z7lq1OdRJkyVCLKTeaSMWdaHpXLrHaynM", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card", "paymentMethodCode": "card"},"placed_at":"2026-11-26T13:25:48.523+00:00","disputed_minor":0,"payment_version":0,"credited_minor":0,"credit_claimed_minor":0,"written_off_minor":0,"updated_at":"2026-11-26T13:25:48+00:00","words":"''#100009'' ''#k-100009'' ''edead@under-way.example'' ''mcard'' ''nada'' ''nsievers'' ''smug-1''","tenders":[{"method": "card", "provider": "stripe", "paymentId": "01a21808-a132-79c1-8057-aeb594f1ea08", "methodCode": "card", "amountMinor": 1780}]},
{"id":"01a21808-9f3b-7649-9ac4-5afccfb25dd4","number":"K-100007","version":1,"state":"placed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a21808-9eab-7f82-bc9f-ef4a6004e702","access_token_hash":"PZmbsKmzslyDpAa1IeZdbEtlMWJW1nrQ3qsF7tl72eA","email":"unpaid@under-way.example","payment_id":"01a21808-9f3b-7ca0-a1e2-fcbc1a5ada63","currency":"EUR","total_minor":1780,"captured_minor":0,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":null,"cancel_reason":null,"snapshot":{"email": "unpaid@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a21808-9ec2-7c27-a2e7-b8b60c63073d", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a21807-dedb-764c-8443-a3df47080c10", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a21808-9eab-7f82-bc9f-ef4a6004e702", "kind": "guest"}, "phone": null, "cartId": "01a21808-9eb4-7dc8-a624-822c359a5845", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a21808-9f3b-7649-9ac4-5afccfb25dd4", "tenders": [{"method": "card", "provider": "stripe", "paymentId": "01a21808-9f3b-7ca0-a1e2-fcbc1a5ada63", "methodCode": "card", "amountMinor": 1780}], "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-26T13:25:48.005Z", "paymentId": "01a21808-9f3b-7ca0-a1e2-fcbc1a5ada63", "checkoutId": "01a21808-9ede-7a44-909d-7270e7c8f15e", "allocations": [{"sku": "MUG-1", "lineId": "01a21808-9ec2-7c27-a2e7-b8b60c63073d", "quantity": 1, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3", "backordered": 0}], "orderNumber": "K-100007", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a21808-9ede-7a44-909d-7270e7c8f15e", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "PZmbsKmzslyDpAa1IeZdbEtlMWJW1nrQ3qsF7tl72eA", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card", "paymentMethodCode": "card"},"placed_at":"2026-11-26T13:25:48.005+00:00","disputed_minor":0,"payment_version":0,"credited_minor":0,"credit_claimed_minor":0,"written_off_minor":0,"updated_at":"2026-11-26T13:25:48+00:00","words":"''#100007'' ''#k-100007'' ''eunpaid@under-way.example'' ''mcard'' ''nada'' ''nsievers'' ''smug-1''","tenders":[{"method": "card", "provider": "stripe", "paymentId": "01a21808-9f3b-7ca0-a1e2-fcbc1a5ada63", "methodCode": "card", "amountMinor": 1780}]},
{"id":"01a21808-a02a-7a37-a53d-2b46ad84bc5c","number":"K-100008","version":1,"state":"placed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a21808-9f87-7c6d-943c-e42e0de7e795","access_token_hash":"Wyt67mUreZxSV3S1JK4cWL7pvIDyFkI8vBKSiApsIRo","email":"unheard@under-way.example","payment_id":"01a21808-a02a-7f01-8f58-b54cd4424881","currency":"EUR","total_minor":1780,"captured_minor":0,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":null,"cancel_reason":null,"snapshot":{"email": "unheard@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a21808-9fa2-72b0-a5cd-8f2c21caa7e5", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a21807-dedb-764c-8443-a3df47080c10", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a21808-9f87-7c6d-943c-e42e0de7e795", "kind": "guest"}, "phone": null, "cartId": "01a21808-9f8f-769a-a7ab-c5cec680e4ea", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a21808-a02a-7a37-a53d-2b46ad84bc5c", "tenders": [{"method": "card", "provider": "stripe", "paymentId": "01a21808-a02a-7f01-8f58-b54cd4424881", "methodCode": "card", "amountMinor": 1780}], "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-26T13:25:48.229Z", "paymentId": "01a21808-a02a-7f01-8f58-b54cd4424881", "checkoutId": "01a21808-9fbf-70d0-80a9-ab14a6c66a25", "allocations": [{"sku": "MUG-1", "lineId": "01a21808-9fa2-72b0-a5cd-8f2c21caa7e5", "quantity": 1, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3", "backordered": 0}], "orderNumber": "K-100008", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a21808-9fbf-70d0-80a9-ab14a6c66a25", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "Wyt67mUreZxSV3S1JK4cWL7pvIDyFkI8vBKSiApsIRo", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card", "paymentMethodCode": "card"},"placed_at":"2026-11-26T13:25:48.229+00:00","disputed_minor":0,"payment_version":0,"credited_minor":0,"credit_claimed_minor":0,"written_off_minor":0,"updated_at":"2026-11-26T13:25:48+00:00","words":"''#100008'' ''#k-100008'' ''eunheard@under-way.example'' ''mcard'' ''nada'' ''nsievers'' ''smug-1''","tenders":[{"method": "card", "provider": "stripe", "paymentId": "01a21808-a02a-7f01-8f58-b54cd4424881", "methodCode": "card", "amountMinor": 1780}]}
]');
insert into "order"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at from json_populate_recordset(null::"order"."outbox", '[
{"id":"01a21807-e5fd-7536-9530-0fec684cfa27","sequence":1,"type":"order.placed","schema_version":1,"aggregate_id":"01a21807-e448-75c5-98f7-2bdb02943f9d","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-3545a3ffd893a35d5f7f7333684fae24-b0485375b3f04b27-01","occurred_at":"2026-11-26T13:25:00.516069+00:00","data":{"email": "finished@under-way.example", "owner": {"id": "01a21807-e1b6-79bf-8fe1-3931f66b3a1f", "kind": "guest"}, "orderId": "01a21807-e448-75c5-98f7-2bdb02943f9d", "currency": "EUR", "placedAt": "2026-11-26T13:25:00.429Z", "totalMinor": 1780, "orderNumber": "K-100001"},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:00.569282+00:00"},
{"id":"01a21807-ea63-7a48-ace2-ec2a38e806ba","sequence":2,"type":"order.placed","schema_version":1,"aggregate_id":"01a21807-e9f8-7639-98a9-f15aa7c1babc","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-b7b2d0e2ae72162a9fa46e07390a3104-b9026704a42bf0ee-01","occurred_at":"2026-11-26T13:25:01.662639+00:00","data":{"email": "ticket@under-way.example", "owner": {"id": "01a21807-e75f-7f4d-83ab-e27c6351e7b0", "kind": "customer"}, "orderId": "01a21807-e9f8-7639-98a9-f15aa7c1babc", "currency": "EUR", "placedAt": "2026-11-26T13:25:01.624Z", "totalMinor": 1780, "orderNumber": "K-100002"},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:01.679889+00:00"},
{"id":"01a21807-ebec-7631-a63c-fa7fcb3a49cc","sequence":3,"type":"order.placed","schema_version":1,"aggregate_id":"01a21807-eba9-74a2-a957-470ff97687d3","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-f7af59ca3e5050d7ed2366090b3e056c-33fbce9b609f12a1-01","occurred_at":"2026-11-26T13:25:02.055141+00:00","data":{"email": "part-shipped@under-way.example", "owner": {"id": "01a21807-eb1d-7a28-913e-d098301c26b6", "kind": "guest"}, "orderId": "01a21807-eba9-74a2-a957-470ff97687d3", "currency": "EUR", "placedAt": "2026-11-26T13:25:02.033Z", "totalMinor": 37800, "orderNumber": "K-100003"},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:02.07494+00:00"},
{"id":"01a21807-ee2e-7f5e-b685-4cea825d7785","sequence":4,"type":"order.placed","schema_version":1,"aggregate_id":"01a21807-edfa-7a39-8602-6ae08054d3ce","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-5706c6e48671fc20b736a93ebc35db5c-2dfb820be6e886b7-01","occurred_at":"2026-11-26T13:25:02.633087+00:00","data":{"email": "refund@under-way.example", "owner": {"id": "01a21807-ed84-7811-9ecb-1254135b65dc", "kind": "guest"}, "orderId": "01a21807-edfa-7a39-8602-6ae08054d3ce", "currency": "EUR", "placedAt": "2026-11-26T13:25:02.622Z", "totalMinor": 1780, "orderNumber": "K-100004"},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:02.647692+00:00"},
{"id":"01a21807-f4e6-728c-92ab-78392ef5d518","sequence":5,"type":"order.placed","schema_version":1,"aggregate_id":"01a21807-f473-7115-8038-825cca2d5a39","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-f385f238e3e5a3fe2530881bed186bda-0eb6076a40a15d7d-01","occurred_at":"2026-11-26T13:25:04.353695+00:00","data":{"email": "on-hold@under-way.example", "owner": {"id": "01a21807-f312-7a22-96f7-6a8adad4db24", "kind": "guest"}, "orderId": "01a21807-f473-7115-8038-825cca2d5a39", "currency": "EUR", "placedAt": "2026-11-26T13:25:04.321Z", "totalMinor": 1780, "orderNumber": "K-100006"},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:04.368599+00:00"},
{"id":"01a21808-9f80-747c-aa1c-45af156caa34","sequence":6,"type":"order.placed","schema_version":1,"aggregate_id":"01a21808-9f3b-7649-9ac4-5afccfb25dd4","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-4d77a7803a219811408f41ee3f046a45-7e24f22424d7f6b8-01","occurred_at":"2026-11-26T13:25:48.030125+00:00","data":{"email": "unpaid@under-way.example", "owner": {"id": "01a21808-9eab-7f82-bc9f-ef4a6004e702", "kind": "guest"}, "orderId": "01a21808-9f3b-7649-9ac4-5afccfb25dd4", "currency": "EUR", "placedAt": "2026-11-26T13:25:48.005Z", "totalMinor": 1780, "orderNumber": "K-100007"},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:48.051322+00:00"},
{"id":"01a21808-a05b-7be1-8795-a0a69e653e0b","sequence":7,"type":"order.placed","schema_version":1,"aggregate_id":"01a21808-a02a-7a37-a53d-2b46ad84bc5c","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-3eb0329de4e9b7b49c5647f5e350f278-4f6c6e62f0b97924-01","occurred_at":"2026-11-26T13:25:48.249458+00:00","data":{"email": "unheard@under-way.example", "owner": {"id": "01a21808-9f87-7c6d-943c-e42e0de7e795", "kind": "guest"}, "orderId": "01a21808-a02a-7a37-a53d-2b46ad84bc5c", "currency": "EUR", "placedAt": "2026-11-26T13:25:48.229Z", "totalMinor": 1780, "orderNumber": "K-100008"},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:48.261687+00:00"},
{"id":"01a21808-a18a-797c-ba44-15cd764955d6","sequence":8,"type":"order.placed","schema_version":1,"aggregate_id":"01a21808-a132-7a6f-aecd-f9b4a7831c59","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-a09ce5dfebb508f14085780e2d45d9c9-b96cd3ccb49e1af8-01","occurred_at":"2026-11-26T13:25:48.551975+00:00","data":{"email": "dead@under-way.example", "owner": {"id": "01a21808-a054-7ed6-bdd7-4f34e4010aec", "kind": "guest"}, "orderId": "01a21808-a132-7a6f-aecd-f9b4a7831c59", "currency": "EUR", "placedAt": "2026-11-26T13:25:48.523Z", "totalMinor": 1780, "orderNumber": "K-100009"},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:48.579154+00:00"}
]');
insert into "order"."refund" (id, order_id, cause, amount_minor, reason, lines, state, created_at, taken_back_at) overriding system value
select id, order_id, cause, amount_minor, reason, lines, state, created_at, taken_back_at from json_populate_recordset(null::"order"."refund", '[
{"id":"01a21807-ee9f-7d51-937b-5dc989125f58","order_id":"01a21807-edfa-7a39-8602-6ae08054d3ce","cause":"staff","amount_minor":500,"reason":"damaged in transit","lines":null,"state":"pending","created_at":"2026-11-26T13:25:02.748035+00:00","taken_back_at":null}
]');
insert into "order"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as from json_populate_recordset(null::"order"."story", '[
{"name":"order_process","id":"01a21807-e448-75c5-98f7-2bdb02943f9d","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:25:25.516069+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-3545a3ffd893a35d5f7f7333684fae24-b0485375b3f04b27-01","created_at":"2026-11-26T13:25:00.516069+00:00","finished_at":"2026-11-26T13:25:00.777695+00:00","held_as":null},
{"name":"order_process","id":"01a21807-e9f8-7639-98a9-f15aa7c1babc","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:25:26.662639+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-b7b2d0e2ae72162a9fa46e07390a3104-b9026704a42bf0ee-01","created_at":"2026-11-26T13:25:01.662639+00:00","finished_at":"2026-11-26T13:25:01.750007+00:00","held_as":null},
{"name":"order_process","id":"01a21807-eba9-74a2-a957-470ff97687d3","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:25:27.055141+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-f7af59ca3e5050d7ed2366090b3e056c-33fbce9b609f12a1-01","created_at":"2026-11-26T13:25:02.055141+00:00","finished_at":"2026-11-26T13:25:02.097545+00:00","held_as":null},
{"name":"order_process","id":"01a21807-edfa-7a39-8602-6ae08054d3ce","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:25:27.633087+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-5706c6e48671fc20b736a93ebc35db5c-2dfb820be6e886b7-01","created_at":"2026-11-26T13:25:02.633087+00:00","finished_at":"2026-11-26T13:25:02.676389+00:00","held_as":null},
{"name":"order_process","id":"01a21807-f473-7115-8038-825cca2d5a39","state":"held","attempts":7,"next_attempt_at":"2026-11-26T13:26:12.769484+00:00","last_error":"the payment is held for review","channel":"default","locale":"en","traceparent":"00-f385f238e3e5a3fe2530881bed186bda-0eb6076a40a15d7d-01","created_at":"2026-11-26T13:25:04.353695+00:00","finished_at":null,"held_as":"payment_in_review"},
{"name":"refund_order","id":"01a21807-ee9f-7d51-937b-5dc989125f58","state":"open","attempts":9,"next_attempt_at":"2026-11-26T13:26:12.727508+00:00","last_error":"Error: refund: the outcome is not known yet","channel":"default","locale":"en","traceparent":"00-4068876c6701dcd2f4ed693dd62a3933-74696072153c020a-01","created_at":"2026-11-26T13:25:02.748035+00:00","finished_at":null,"held_as":null},
{"name":"order_process","id":"01a21808-a02a-7a37-a53d-2b46ad84bc5c","state":"open","attempts":5,"next_attempt_at":"2026-11-26T13:26:08.593916+00:00","last_error":"Error: capture: the outcome is not known yet","channel":"default","locale":"en","traceparent":"00-3eb0329de4e9b7b49c5647f5e350f278-4f6c6e62f0b97924-01","created_at":"2026-11-26T13:25:48.249458+00:00","finished_at":null,"held_as":null},
{"name":"order_process","id":"01a21808-9f3b-7649-9ac4-5afccfb25dd4","state":"open","attempts":5,"next_attempt_at":"2026-11-26T13:26:08.724944+00:00","last_error":"Error: capture: the outcome is not known yet","channel":"default","locale":"en","traceparent":"00-4d77a7803a219811408f41ee3f046a45-7e24f22424d7f6b8-01","created_at":"2026-11-26T13:25:48.030125+00:00","finished_at":null,"held_as":null},
{"name":"order_process","id":"01a21808-a132-7a6f-aecd-f9b4a7831c59","state":"open","attempts":5,"next_attempt_at":"2026-11-26T13:26:09.547839+00:00","last_error":"Error: capture: the outcome is not known yet","channel":"default","locale":"en","traceparent":"00-a09ce5dfebb508f14085780e2d45d9c9-b96cd3ccb49e1af8-01","created_at":"2026-11-26T13:25:48.551975+00:00","finished_at":null,"held_as":null}
]');
insert into "order"."timeline_entry" (order_id, key, ordinal, at, kind, message, actor, internal, trace_id) overriding system value
select order_id, key, ordinal, at, kind, message, actor, internal, trace_id from json_populate_recordset(null::"order"."timeline_entry", '[
{"order_id":"01a21807-e448-75c5-98f7-2bdb02943f9d","key":"placed","ordinal":1,"at":"2026-11-26T13:25:00.429+00:00","kind":"order_placed","message":"Order K-100001 placed.","actor":"system","internal":false,"trace_id":"3545a3ffd893a35d5f7f7333684fae24"},
{"order_id":"01a21807-e448-75c5-98f7-2bdb02943f9d","key":"payment_captured","ordinal":2,"at":"2026-11-26T13:25:00.667+00:00","kind":"payment_captured","message":"Payment of 17.80 EUR captured.","actor":"system","internal":false,"trace_id":"3545a3ffd893a35d5f7f7333684fae24"},
{"order_id":"01a21807-e448-75c5-98f7-2bdb02943f9d","key":"invoice_issued","ordinal":3,"at":"2026-11-26T13:25:00.736+00:00","kind":"invoice_issued","message":"Invoice INV-2026-000001 issued.","actor":"system","internal":false,"trace_id":"3545a3ffd893a35d5f7f7333684fae24"},
{"order_id":"01a21807-e448-75c5-98f7-2bdb02943f9d","key":"fulfillment_requested","ordinal":4,"at":"2026-11-26T13:25:00.733+00:00","kind":"fulfillment_requested","message":"Handed to the warehouse in 1 part(s).","actor":"system","internal":false,"trace_id":"3545a3ffd893a35d5f7f7333684fae24"},
{"order_id":"01a21807-e448-75c5-98f7-2bdb02943f9d","key":"confirmation_sent","ordinal":5,"at":"2026-11-26T13:25:00.763+00:00","kind":"message_sent","message":"Order confirmation sent to the customer.","actor":"system","internal":false,"trace_id":"3545a3ffd893a35d5f7f7333684fae24"},
{"order_id":"01a21807-e9f8-7639-98a9-f15aa7c1babc","key":"placed","ordinal":6,"at":"2026-11-26T13:25:01.624+00:00","kind":"order_placed","message":"Order K-100002 placed.","actor":"system","internal":false,"trace_id":"b7b2d0e2ae72162a9fa46e07390a3104"},
{"order_id":"01a21807-e9f8-7639-98a9-f15aa7c1babc","key":"payment_captured","ordinal":7,"at":"2026-11-26T13:25:01.718+00:00","kind":"payment_captured","message":"Payment of 17.80 EUR captured.","actor":"system","internal":false,"trace_id":"b7b2d0e2ae72162a9fa46e07390a3104"},
{"order_id":"01a21807-e9f8-7639-98a9-f15aa7c1babc","key":"invoice_issued","ordinal":8,"at":"2026-11-26T13:25:01.739+00:00","kind":"invoice_issued","message":"Invoice INV-2026-000002 issued.","actor":"system","internal":false,"trace_id":"b7b2d0e2ae72162a9fa46e07390a3104"},
{"order_id":"01a21807-e9f8-7639-98a9-f15aa7c1babc","key":"fulfillment_requested","ordinal":9,"at":"2026-11-26T13:25:01.738+00:00","kind":"fulfillment_requested","message":"Handed to the warehouse in 1 part(s).","actor":"system","internal":false,"trace_id":"b7b2d0e2ae72162a9fa46e07390a3104"},
{"order_id":"01a21807-e9f8-7639-98a9-f15aa7c1babc","key":"confirmation_sent","ordinal":10,"at":"2026-11-26T13:25:01.747+00:00","kind":"message_sent","message":"Order confirmation sent to the customer.","actor":"system","internal":false,"trace_id":"b7b2d0e2ae72162a9fa46e07390a3104"},
{"order_id":"01a21807-eba9-74a2-a957-470ff97687d3","key":"placed","ordinal":11,"at":"2026-11-26T13:25:02.033+00:00","kind":"order_placed","message":"Order K-100003 placed.","actor":"system","internal":false,"trace_id":"f7af59ca3e5050d7ed2366090b3e056c"},
{"order_id":"01a21807-eba9-74a2-a957-470ff97687d3","key":"payment_captured","ordinal":12,"at":"2026-11-26T13:25:02.078+00:00","kind":"payment_captured","message":"Payment of 378.00 EUR captured.","actor":"system","internal":false,"trace_id":"f7af59ca3e5050d7ed2366090b3e056c"},
{"order_id":"01a21807-eba9-74a2-a957-470ff97687d3","key":"invoice_issued","ordinal":13,"at":"2026-11-26T13:25:02.086+00:00","kind":"invoice_issued","message":"Invoice INV-2026-000003 issued.","actor":"system","internal":false,"trace_id":"f7af59ca3e5050d7ed2366090b3e056c"},
{"order_id":"01a21807-eba9-74a2-a957-470ff97687d3","key":"fulfillment_requested","ordinal":14,"at":"2026-11-26T13:25:02.084+00:00","kind":"fulfillment_requested","message":"Handed to the warehouse in 1 part(s).","actor":"system","internal":false,"trace_id":"f7af59ca3e5050d7ed2366090b3e056c"},
{"order_id":"01a21807-eba9-74a2-a957-470ff97687d3","key":"confirmation_sent","ordinal":15,"at":"2026-11-26T13:25:02.096+00:00","kind":"message_sent","message":"Order confirmation sent to the customer.","actor":"system","internal":false,"trace_id":"f7af59ca3e5050d7ed2366090b3e056c"},
{"order_id":"01a21807-eba9-74a2-a957-470ff97687d3","key":"fulfillment_shipped:01a21807-ed30-7528-9e0f-1ebc083ceb5c","ordinal":16,"at":"2026-11-26T13:25:02.381+00:00","kind":"fulfillment_shipped","message":"1 unit(s) shipped by sandbox_post, tracking number SBX5D3C3913E0F4.","actor":"system","internal":false,"trace_id":"f532de67a3157fbe1917b8013da60639"},
{"order_id":"01a21807-edfa-7a39-8602-6ae08054d3ce","key":"placed","ordinal":17,"at":"2026-11-26T13:25:02.622+00:00","kind":"order_placed","message":"Order K-100004 placed.","actor":"system","internal":false,"trace_id":"5706c6e48671fc20b736a93ebc35db5c"},
{"order_id":"01a21807-edfa-7a39-8602-6ae08054d3ce","key":"payment_captured","ordinal":18,"at":"2026-11-26T13:25:02.653+00:00","kind":"payment_captured","message":"Payment of 17.80 EUR captured.","actor":"system","internal":false,"trace_id":"5706c6e48671fc20b736a93ebc35db5c"},
{"order_id":"01a21807-edfa-7a39-8602-6ae08054d3ce","key":"invoice_issued","ordinal":19,"at":"2026-11-26T13:25:02.665+00:00","kind":"invoice_issued","message":"Invoice INV-2026-000004 issued.","actor":"system","internal":false,"trace_id":"5706c6e48671fc20b736a93ebc35db5c"},
{"order_id":"01a21807-edfa-7a39-8602-6ae08054d3ce","key":"fulfillment_requested","ordinal":20,"at":"2026-11-26T13:25:02.66+00:00","kind":"fulfillment_requested","message":"Handed to the warehouse in 1 part(s).","actor":"system","internal":false,"trace_id":"5706c6e48671fc20b736a93ebc35db5c"},
{"order_id":"01a21807-edfa-7a39-8602-6ae08054d3ce","key":"confirmation_sent","ordinal":21,"at":"2026-11-26T13:25:02.675+00:00","kind":"message_sent","message":"Order confirmation sent to the customer.","actor":"system","internal":false,"trace_id":"5706c6e48671fc20b736a93ebc35db5c"},
{"order_id":"01a21807-edfa-7a39-8602-6ae08054d3ce","key":"refund_requested:01a21807-ee9f-7d51-937b-5dc989125f58","ordinal":22,"at":"2026-11-26T13:25:02.753+00:00","kind":"refund_requested","message":"Refund of 5.00 EUR asked for: damaged in transit.","actor":"staff:01a21807-661c-72fb-a826-bc93fc1402ea","internal":true,"trace_id":"4068876c6701dcd2f4ed693dd62a3933"},
{"order_id":"01a21807-f473-7115-8038-825cca2d5a39","key":"placed","ordinal":23,"at":"2026-11-26T13:25:04.321+00:00","kind":"order_placed","message":"Order K-100006 placed.","actor":"system","internal":false,"trace_id":"f385f238e3e5a3fe2530881bed186bda"},
{"order_id":"01a21807-f473-7115-8038-825cca2d5a39","key":"payment_in_review","ordinal":24,"at":"2026-11-26T13:25:47.774+00:00","kind":"payment_in_review","message":"The payment is held for review. Cancel the order, or settle it with the gateway.","actor":"system","internal":true,"trace_id":"f385f238e3e5a3fe2530881bed186bda"},
{"order_id":"01a21808-9f3b-7649-9ac4-5afccfb25dd4","key":"placed","ordinal":25,"at":"2026-11-26T13:25:48.005+00:00","kind":"order_placed","message":"Order K-100007 placed.","actor":"system","internal":false,"trace_id":"4d77a7803a219811408f41ee3f046a45"},
{"order_id":"01a21808-a02a-7a37-a53d-2b46ad84bc5c","key":"placed","ordinal":26,"at":"2026-11-26T13:25:48.229+00:00","kind":"order_placed","message":"Order K-100008 placed.","actor":"system","internal":false,"trace_id":"3eb0329de4e9b7b49c5647f5e350f278"},
{"order_id":"01a21808-a132-7a6f-aecd-f9b4a7831c59","key":"placed","ordinal":27,"at":"2026-11-26T13:25:48.523+00:00","kind":"order_placed","message":"Order K-100009 placed.","actor":"system","internal":false,"trace_id":"a09ce5dfebb508f14085780e2d45d9c9"}
]');
select setval('"order".inbox_sequence_seq', 9);
select setval('"order".outbox_sequence_seq', 8);
select setval('"order".timeline_entry_ordinal_seq', 27);
