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
{"id":"01a21806-71f6-7b4d-bccb-f6075e5041eb","at":"2026-11-26T13:23:25.294262+00:00","actor_kind":"api_key","actor_id":"01a21806-582d-7fbc-8858-72128b6d76e8","operation":"refundOrder","subject":"order:01a21806-714a-7ba2-a636-c6a438e13c5f","detail":{"after": {"reason": "damaged in transit", "refundId": "01a21806-71f2-70d6-804d-84588535ecd8", "amountMinor": 500}},"trace_id":"36c2ef2e143cc7fbf06683475074b5a0","channels":["*"]}
]');
insert into "order"."idempotency" (actor_scope, operation, key, body_hash, reply, created_at, request_hash) overriding system value
select actor_scope, operation, key, body_hash, reply, created_at, request_hash from json_populate_recordset(null::"order"."idempotency", '[
{"actor_scope":"api_key:01a21806-582d-7fbc-8858-72128b6d76e8:default","operation":"refundOrder","key":"a91b01ef-f9ef-4d4e-b91b-2800f4677ad8","body_hash":"P3oggFlnALhbG2BreMMeP_xgzwrEJUhskp6M55W27RI","reply":{"refundId":"01a21806-71f2-70d6-804d-84588535ecd8","amountMinor":500,"currency":"EUR","reason":"damaged in transit","state":"pending","createdAt":"2026-11-26T13:23:25.294Z"},"created_at":"2026-11-26T13:23:25.294262+00:00","request_hash":"Q5ALGK6isq1D50GvFZzx3jdLqeAylwdNmlAktdEYL-0"}
]');
insert into "order"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"order"."inbox", '[
{"event_id":"01a21806-66c5-7bea-8183-1da6a6fe0a72","sequence":1,"type":"checkout.completed","aggregate_id":"01a21806-6523-7984-8f6c-946c8217ea89","aggregate_version":1,"received_at":"2026-11-26T13:23:22.564367+00:00"},
{"event_id":"01a21806-6e24-7ef6-bdd8-d1f727dd29b5","sequence":2,"type":"checkout.completed","aggregate_id":"01a21806-6de1-78ad-857a-b64f4b692994","aggregate_version":1,"received_at":"2026-11-26T13:23:24.333239+00:00"},
{"event_id":"01a21806-6f48-75e5-96cc-dbcb7dfae96c","sequence":3,"type":"checkout.completed","aggregate_id":"01a21806-6ee0-7890-a6fa-275abce0af84","aggregate_version":1,"received_at":"2026-11-26T13:23:24.62362+00:00"},
{"event_id":"01a21806-7076-7dfa-b698-3da435a18423","sequence":4,"type":"fulfillment.shipped","aggregate_id":"01a21806-6f26-83b0-a9f6-261ba9c70743","aggregate_version":7,"received_at":"2026-11-26T13:23:24.934747+00:00"},
{"event_id":"01a21806-7167-7163-bbc4-7e1419d3deab","sequence":5,"type":"checkout.completed","aggregate_id":"01a21806-7115-7002-a471-82fb2854f6de","aggregate_version":1,"received_at":"2026-11-26T13:23:25.173649+00:00"},
{"event_id":"01a21806-7703-7510-a949-68139475155b","sequence":6,"type":"checkout.completed","aggregate_id":"01a21806-76d1-75cb-a9a6-3940cecdc665","aggregate_version":1,"received_at":"2026-11-26T13:23:26.606404+00:00"},
{"event_id":"01a21807-3869-76cb-be11-231695447039","sequence":7,"type":"checkout.completed","aggregate_id":"01a21807-37f3-70a0-bc7d-d823f36ab95e","aggregate_version":1,"received_at":"2026-11-26T13:24:16.110261+00:00"},
{"event_id":"01a21807-38d3-73d3-af9a-787155421b22","sequence":8,"type":"checkout.completed","aggregate_id":"01a21807-389c-7bad-9696-552b71bf2358","aggregate_version":1,"received_at":"2026-11-26T13:24:16.218436+00:00"},
{"event_id":"01a21807-3932-757f-b99d-aabb23da9c28","sequence":9,"type":"checkout.completed","aggregate_id":"01a21807-38ff-7c42-95b0-0bb471d86dcb","aggregate_version":1,"received_at":"2026-11-26T13:24:16.311833+00:00"}
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
{"order_id":"01a21806-6f26-73be-8212-3427e2ee1125","line_id":"01a21806-6ea8-7bec-b669-b23e7bf7f930","ordered_quantity":2,"shipped_quantity":1,"cancelled_quantity":0,"refunded_quantity":0}
]');
insert into "order"."order_parcel" (order_id, fulfillment_id, carrier_code, tracking_number, status, estimated_delivery_at, created_at) overriding system value
select order_id, fulfillment_id, carrier_code, tracking_number, status, estimated_delivery_at, created_at from json_populate_recordset(null::"order"."order_parcel", '[
{"order_id":"01a21806-6f26-73be-8212-3427e2ee1125","fulfillment_id":"01a21806-6f26-83b0-a9f6-261ba9c70743","carrier_code":"sandbox_post","tracking_number":"SBX73084EDFAE9C","status":"label_purchased","estimated_delivery_at":null,"created_at":"2026-11-26T13:23:24.934747+00:00"}
]');
insert into "order"."orders" (id, number, version, state, channel, locale, owner_kind, owner_id, access_token_hash, email, payment_id, currency, total_minor, captured_minor, refund_claimed_minor, refunded_minor, voided, disputed, progressed, confirmed_at, cancel_reason, snapshot, placed_at, disputed_minor, payment_version, credited_minor, credit_claimed_minor, written_off_minor, updated_at, words, tenders) overriding system value
select id, number, version, state, channel, locale, owner_kind, owner_id, access_token_hash, email, payment_id, currency, total_minor, captured_minor, refund_claimed_minor, refunded_minor, voided, disputed, progressed, confirmed_at, cancel_reason, snapshot, placed_at, disputed_minor, payment_version, credited_minor, credit_claimed_minor, written_off_minor, updated_at, words, tenders from json_populate_recordset(null::"order"."orders", '[
{"id":"01a21806-6653-7c49-b3cf-ef38e53f0b2c","number":"K-100001","version":2,"state":"confirmed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a21806-645d-741d-b724-d90e025b46df","access_token_hash":"chUQq-DLxboF5WrbRgmWKq7IFsitMww2AS3tnulSrU8","email":"finished@under-way.example","payment_id":"01a21806-6653-72d5-bed9-54aca399b1d0","currency":"EUR","total_minor":1780,"captured_minor":1780,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":"2026-11-26T13:23:23.099035+00:00","cancel_reason":null,"snapshot":{"email": "finished@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a21806-64e4-7d24-9053-b4f569c151b2", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a21806-645d-741d-b724-d90e025b46df", "kind": "guest"}, "phone": null, "cartId": "01a21806-64c8-78dd-a323-0b90b8861c4d", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a21806-6653-7c49-b3cf-ef38e53f0b2c", "tenders": [{"method": "card", "provider": "stripe", "paymentId": "01a21806-6653-72d5-bed9-54aca399b1d0", "methodCode": "card", "amountMinor": 1780}], "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-26T13:23:22.436Z", "paymentId": "01a21806-6653-72d5-bed9-54aca399b1d0", "checkoutId": "01a21806-6523-7984-8f6c-946c8217ea89", "allocations": [{"sku": "MUG-1", "lineId": "01a21806-64e4-7d24-9053-b4f569c151b2", "quantity": 1, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a", "backordered": 0}], "orderNumber": "K-100001", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a21806-6523-7984-8f6c-946c8217ea89", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "chUQq-DLxboF5WrbRgmWKq7IFsitMww2AS3tnulSrU8", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card", "paymentMethodCode": "card"},"placed_at":"2026-11-26T13:23:22.436+00:00","disputed_minor":0,"payment_version":4,"credited_minor":0,"credit_claimed_minor":0,"written_off_minor":0,"updated_at":"2026-11-26T13:23:23+00:00","words":"''#100001'' ''#k-100001'' ''efinished@under-way.example'' ''mcard'' ''nada'' ''nsievers'' ''smug-1''","tenders":[{"method": "card", "provider": "stripe", "paymentId": "01a21806-6653-72d5-bed9-54aca399b1d0", "methodCode": "card", "amountMinor": 1780}]},
{"id":"01a21806-6e04-7167-a390-08ae919d4ddf","number":"K-100002","version":2,"state":"confirmed","channel":"default","locale":"en","owner_kind":"customer","owner_id":"01a21806-6c1e-701f-a691-19dfbd993bbf","access_token_hash":"RQMfnq1nJ9zOtVbazYGQCsqgVGFeuAjoymNSVfy17vw","email":"ticket@under-way.example","payment_id":"01a21806-6e04-76ca-b079-6a3e1f987d4e","currency":"EUR","total_minor":1780,"captured_minor":1780,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":"2026-11-26T13:23:24.386998+00:00","cancel_reason":null,"snapshot":{"email": "ticket@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a21806-6dd6-7e7e-926d-9ce7db21b009", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a21806-6c1e-701f-a691-19dfbd993bbf", "kind": "customer"}, "phone": null, "cartId": "01a21806-6dce-7f56-853d-563a9bf9aa69", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a21806-6e04-7167-a390-08ae919d4ddf", "tenders": [{"method": "card", "provider": "stripe", "paymentId": "01a21806-6e04-76ca-b079-6a3e1f987d4e", "methodCode": "card", "amountMinor": 1780}], "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-26T13:23:24.323Z", "paymentId": "01a21806-6e04-76ca-b079-6a3e1f987d4e", "checkoutId": "01a21806-6de1-78ad-857a-b64f4b692994", "allocations": [{"sku": "MUG-1", "lineId": "01a21806-6dd6-7e7e-926d-9ce7db21b009", "quantity": 1, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a", "backordered": 0}], "orderNumber": "K-100002", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a21806-6de1-78ad-857a-b64f4b692994", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "RQMfnq1nJ9zOtVbazYGQCsqgVGFeuAjoymNSVfy17vw", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card", "paymentMethodCode": "card"},"placed_at":"2026-11-26T13:23:24.323+00:00","disputed_minor":0,"payment_version":4,"credited_minor":0,"credit_claimed_minor":0,"written_off_minor":0,"updated_at":"2026-11-26T13:23:24+00:00","words":"''#100002'' ''#k-100002'' ''eticket@under-way.example'' ''mcard'' ''nada'' ''nsievers'' ''smug-1''","tenders":[{"method": "card", "provider": "stripe", "paymentId": "01a21806-6e04-76ca-b079-6a3e1f987d4e", "methodCode": "card", "amountMinor": 1780}]},
{"id":"01a21806-6f26-73be-8212-3427e2ee1125","number":"K-100003","version":4,"state":"partially_shipped","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a21806-6e8f-7836-aff9-51e86047d3c4","access_token_hash":"USqZM0ESJHpLrGLlz5m4b4RP7JlQ7NDh0b061_o74ho","email":"part-shipped@under-way.example","payment_id":"01a21806-6f26-7e2a-9864-456b4c7e0a30","currency":"EUR","total_minor":37800,"captured_minor":37800,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":true,"confirmed_at":"2026-11-26T13:23:24.675561+00:00","cancel_reason":null,"snapshot":{"email": "part-shipped@under-way.example", "lines": [{"sku": "COAT-M", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 6035, "taxableMinor": 31765}], "title": "Pilot Coat", "lineId": "01a21806-6ea8-7bec-b669-b23e7bf7f930", "imageUrl": null, "quantity": 2, "taxClass": "standard", "taxMinor": 6035, "productId": "01a21806-62ad-7f45-a36c-72116207a03a", "totalMinor": 37800, "weightGrams": 1400, "variantTitle": "M", "discountMinor": 0, "subtotalMinor": 37800, "unitPriceMinor": 18900, "requiresShipping": true}], "owner": {"id": "01a21806-6e8f-7836-aff9-51e86047d3c4", "kind": "guest"}, "phone": null, "cartId": "01a21806-6e95-7655-bd74-e39d48dc8bd7", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 6035, "taxableMinor": 31765}], "currency": "EUR", "taxMinor": 6035, "totalMinor": 37800, "discountMinor": 0, "shippingMinor": 0, "subtotalMinor": 37800, "pricesIncludeTax": true, "shippingTaxMinor": 0}, "channel": "default", "orderId": "01a21806-6f26-73be-8212-3427e2ee1125", "tenders": [{"method": "card", "provider": "stripe", "paymentId": "01a21806-6f26-7e2a-9864-456b4c7e0a30", "methodCode": "card", "amountMinor": 37800}], "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 0, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-26T13:23:24.616Z", "paymentId": "01a21806-6f26-7e2a-9864-456b4c7e0a30", "checkoutId": "01a21806-6ee0-7890-a6fa-275abce0af84", "allocations": [{"sku": "COAT-M", "lineId": "01a21806-6ea8-7bec-b669-b23e7bf7f930", "quantity": 2, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a", "backordered": 0}], "orderNumber": "K-100003", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a21806-6ee0-7890-a6fa-275abce0af84", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "USqZM0ESJHpLrGLlz5m4b4RP7JlQ7NDh0b061_o74ho", "authorizedMinor": 37800, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card", "paymentMethodCode": "card"},"placed_at":"2026-11-26T13:23:24.616+00:00","disputed_minor":0,"payment_version":4,"credited_minor":0,"credit_claimed_minor":0,"written_off_minor":0,"updated_at":"2026-11-26T13:23:24+00:00","words":"''#100003'' ''#k-100003'' ''epart-shipped@under-way.example'' ''mcard'' ''nada'' ''nsievers'' ''scoat-m''","tenders":[{"method": "card", "provider": "stripe", "paymentId": "01a21806-6f26-7e2a-9864-456b4c7e0a30", "methodCode": "card", "amountMinor": 37800}]},
{"id":"01a21806-714a-7ba2-a636-c6a438e13c5f","number":"K-100004","version":3,"state":"confirmed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a21806-70ef-7efd-b42a-e5046035f16f","access_token_hash":"IHSwVLFMz4i_kjqQHF8CdjS8k0n1a1zIS17XAileCBw","email":"refund@under-way.example","payment_id":"01a21806-714a-7f34-aa09-5d159ec8a9f1","currency":"EUR","total_minor":1780,"captured_minor":1780,"refund_claimed_minor":500,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":"2026-11-26T13:23:25.213294+00:00","cancel_reason":null,"snapshot":{"email": "refund@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a21806-710d-724d-9393-131a4727834b", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a21806-70ef-7efd-b42a-e5046035f16f", "kind": "guest"}, "phone": null, "cartId": "01a21806-7100-730c-a476-986479b122d6", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a21806-714a-7ba2-a636-c6a438e13c5f", "tenders": [{"method": "card", "provider": "stripe", "paymentId": "01a21806-714a-7f34-aa09-5d159ec8a9f1", "methodCode": "card", "amountMinor": 1780}], "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-26T13:23:25.158Z", "paymentId": "01a21806-714a-7f34-aa09-5d159ec8a9f1", "checkoutId": "01a21806-7115-7002-a471-82fb2854f6de", "allocations": [{"sku": "MUG-1", "lineId": "01a21806-710d-724d-9393-131a4727834b", "quantity": 1, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a", "backordered": 0}], "orderNumber": "K-100004", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a21806-7115-7002-a471-82fb2854f6de", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "IHSwVLFMz4i_kjqQHF8CdjS8k0n1a1zIS17XAileCBw", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card", "paymentMethodCode": "card"},"placed_at":"2026-11-26T13:23:25.158+00:00","disputed_minor":0,"payment_version":4,"credited_minor":0,"credit_claimed_minor":0,"written_off_minor":0,"updated_at":"2026-11-26T13:23:25+00:00","words":"''#100004'' ''#k-100004'' ''erefund@under-way.example'' ''mcard'' ''nada'' ''nsievers'' ''smug-1''","tenders":[{"method": "card", "provider": "stripe", "paymentId": "01a21806-714a-7f34-aa09-5d159ec8a9f1", "methodCode": "card", "amountMinor": 1780}]},
{"id":"01a21806-76ee-71f1-a594-7462b183c593","number":"K-100006","version":1,"state":"placed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a21806-76b8-7ab5-86a9-37ce4659e7ba","access_token_hash":"p-u6fljlOV5ShvZ8iAA-yaWyBNw45E0EE6NKmrboWq8","email":"on-hold@under-way.example","payment_id":"01a21806-76ee-7129-ad3c-06dee5b6e53d","currency":"EUR","total_minor":1780,"captured_minor":0,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":null,"cancel_reason":null,"snapshot":{"email": "on-hold@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a21806-76c8-76c9-8025-23eaf2643c79", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a21806-76b8-7ab5-86a9-37ce4659e7ba", "kind": "guest"}, "phone": null, "cartId": "01a21806-76bc-7578-b086-888ce9bcf94a", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a21806-76ee-71f1-a594-7462b183c593", "tenders": [{"method": "card", "provider": "stripe", "paymentId": "01a21806-76ee-7129-ad3c-06dee5b6e53d", "methodCode": "card", "amountMinor": 1780}], "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-26T13:23:26.594Z", "paymentId": "01a21806-76ee-7129-ad3c-06dee5b6e53d", "checkoutId": "01a21806-76d1-75cb-a9a6-3940cecdc665", "allocations": [{"sku": "MUG-1", "lineId": "01a21806-76c8-76c9-8025-23eaf2643c79", "quantity": 1, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a", "backordered": 0}], "orderNumber": "K-100006", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a21806-76d1-75cb-a9a6-3940cecdc665", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "p-u6fljlOV5ShvZ8iAA-yaWyBNw45E0EE6NKmrboWq8", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card", "paymentMethodCode": "card"},"placed_at":"2026-11-26T13:23:26.594+00:00","disputed_minor":0,"payment_version":0,"credited_minor":0,"credit_claimed_minor":0,"written_off_minor":0,"updated_at":"2026-11-26T13:23:26+00:00","words":"''#100006'' ''#k-100006'' ''eon-hold@under-way.example'' ''mcard'' ''nada'' ''nsievers'' ''smug-1''","tenders":[{"method": "card", "provider": "stripe", "paymentId": "01a21806-76ee-7129-ad3c-06dee5b6e53d", "methodCode": "card", "amountMinor": 1780}]},
{"id":"01a21807-3844-76e9-ab97-298e156a3d81","number":"K-100007","version":1,"state":"placed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a21807-37c4-72de-bd5c-3768df85a028","access_token_hash":"o9inl2WwLNrzkBpFOon-ZP8ZQ7SL4ma0HK2_DHaXnNA","email":"unpaid@under-way.example","payment_id":"01a21807-3844-775b-9151-1697caf51fbf","currency":"EUR","total_minor":1780,"captured_minor":0,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":null,"cancel_reason":null,"snapshot":{"email": "unpaid@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a21807-37e2-78f8-baf9-929ca6cf5959", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a21807-37c4-72de-bd5c-3768df85a028", "kind": "guest"}, "phone": null, "cartId": "01a21807-37ca-7c44-86b3-a0c979cf2f52", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a21807-3844-76e9-ab97-298e156a3d81", "tenders": [{"method": "card", "provider": "stripe", "paymentId": "01a21807-3844-775b-9151-1697caf51fbf", "methodCode": "card", "amountMinor": 1780}], "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-26T13:24:16.104Z", "paymentId": "01a21807-3844-775b-9151-1697caf51fbf", "checkoutId": "01a21807-37f3-70a0-bc7d-d823f36ab95e", "allocations": [{"sku": "MUG-1", "lineId": "01a21807-37e2-78f8-baf9-929ca6cf5959", "quantity": 1, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a", "backordered": 0}], "orderNumber": "K-100007", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a21807-37f3-70a0-bc7d-d823f36ab95e", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "o9inl2WwLNrzkBpFOon-ZP8ZQ7SL4ma0HK2_DHaXnNA", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card", "paymentMethodCode": "card"},"placed_at":"2026-11-26T13:24:16.104+00:00","disputed_minor":0,"payment_version":0,"credited_minor":0,"credit_claimed_minor":0,"written_off_minor":0,"updated_at":"2026-11-26T13:24:16+00:00","words":"''#100007'' ''#k-100007'' ''eunpaid@under-way.example'' ''mcard'' ''nada'' ''nsievers'' ''smug-1''","tenders":[{"method": "card", "provider": "stripe", "paymentId": "01a21807-3844-775b-9151-1697caf51fbf", "methodCode": "card", "amountMinor": 1780}]},
{"id":"01a21807-3924-7636-9a5f-e796571c864c","number":"K-100009","version":1,"state":"placed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a21807-38d7-7caa-a781-f564f934757b","access_token_hash":"yvKnVgQFwWR1iMDGUZ_jJzE74R9HO81L0oWG-nO7-w4","email":"dead@under-way.example","payment_id":"01a21807-3924-755b-9ff1-31ec15740592","currency":"EUR","total_minor":1780,"captured_minor":0,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":null,"cancel_reason":null,"snapshot":{"email": "dead@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a21807-38ee-79be-a134-632a205ab8dc", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a21807-38d7-7caa-a781-f564f934757b", "kind": "guest"}, "phone": null, "cartId": "01a21807-38df-7929-93ca-c14626327f2b", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a21807-3924-7636-9a5f-e796571c864c", "tenders": [{"method": "card", "provider": "stripe", "paymentId": "01a21807-3924-755b-9ff1-31ec15740592", "methodCode": "card", "amountMinor": 1780}], "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-26T13:24:16.306Z", "paymentId": "01a21807-3924-755b-9ff1-31ec15740592", "checkoutId": "01a21807-38ff-7c42-95b0-0bb471d86dcb", "allocations": [{"sku": "MUG-1", "lineId": "01a21807-38ee-79be-a134-632a205ab8dc", "quantity": 1, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a", "backordered": 0}], "orderNumber": "K-100009", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a21807-38ff-7c42-95b0-0bb471d86dcb", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "yvKnVgQFwWR1iMDGUZ_jJzE74R9HO81L0oWG-nO7-w4", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card", "paymentMethodCode": "card"},"placed_at":"2026-11-26T13:24:16.306+00:00","disputed_minor":0,"payment_version":0,"credited_minor":0,"credit_claimed_minor":0,"written_off_minor":0,"updated_at":"2026-11-26T13:24:16+00:00","words":"''#100009'' ''#k-100009'' ''edead@under-way.example'' ''mcard'' ''nada'' ''nsievers'' ''smug-1''","tenders":[{"method": "card", "provider": "stripe", "paymentId": "01a21807-3924-755b-9ff1-31ec15740592", "methodCode": "card", "amountMinor": 1780}]},
{"id":"01a21807-38bf-7a10-b427-d77aea65c859","number":"K-100008","version":1,"state":"placed","channel":"default","locale":"en","owner_kind":"guest","owner_id":"01a21807-3874-775c-a935-3d582314375f","access_token_hash":"wgqqKRiV1WFuvODoTLHwJNysrZX20FyPlPGYvXVSSe4","email":"unheard@under-way.example","payment_id":"01a21807-38bf-7865-81ae-7c31b4f11528","currency":"EUR","total_minor":1780,"captured_minor":0,"refund_claimed_minor":0,"refunded_minor":0,"voided":false,"disputed":false,"progressed":false,"confirmed_at":null,"cancel_reason":null,"snapshot":{"email": "unheard@under-way.example", "lines": [{"sku": "MUG-1", "taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 206, "taxableMinor": 1084}], "title": "Harbour Mug", "lineId": "01a21807-3891-7ce5-ba1a-73861bc562f4", "imageUrl": null, "quantity": 1, "taxClass": "standard", "taxMinor": 206, "productId": "01a21806-62ad-74b2-be16-e273054a94d9", "totalMinor": 1290, "weightGrams": 350, "variantTitle": null, "discountMinor": 0, "subtotalMinor": 1290, "unitPriceMinor": 1290, "requiresShipping": true}], "owner": {"id": "01a21807-3874-775c-a935-3d582314375f", "kind": "guest"}, "phone": null, "cartId": "01a21807-3880-7513-ac42-4412e32b6aa2", "locale": "en", "totals": {"taxes": [{"name": "VAT 19%", "ratePpm": 190000, "taxMinor": 284, "taxableMinor": 1496}], "currency": "EUR", "taxMinor": 284, "totalMinor": 1780, "discountMinor": 0, "shippingMinor": 490, "subtotalMinor": 1290, "pricesIncludeTax": true, "shippingTaxMinor": 78}, "channel": "default", "orderId": "01a21807-38bf-7a10-b427-d77aea65c859", "tenders": [{"method": "card", "provider": "stripe", "paymentId": "01a21807-38bf-7865-81ae-7c31b4f11528", "methodCode": "card", "amountMinor": 1780}], "delivery": {"name": "Standard", "optionId": "home.standard", "latestDays": 4, "priceMinor": 490, "carrierCode": null, "serviceCode": null, "earliestDays": 2}, "placedAt": "2026-11-26T13:24:16.211Z", "paymentId": "01a21807-38bf-7865-81ae-7c31b4f11528", "checkoutId": "01a21807-389c-7bad-9696-552b71bf2358", "allocations": [{"sku": "MUG-1", "lineId": "01a21807-3891-7ce5-ba1a-73861bc562f4", "quantity": 1, "locationId": "01a21806-55e8-7918-92b4-8449b91a8d3a", "backordered": 0}], "orderNumber": "K-100008", "riskDecision": "allow", "paymentMethod": "card", "reservationId": "01a21807-389c-7bad-9696-552b71bf2358", "billingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "accessTokenHash": "wgqqKRiV1WFuvODoTLHwJNysrZX20FyPlPGYvXVSSe4", "authorizedMinor": 1780, "checkoutVersion": 3, "shippingAddress": {"city": "Hamburg", "name": "Ada Sievers", "street": "Alter Wandrahm 8", "postalCode": "20457", "countryCode": "DE"}, "authorizationKind": "card", "paymentMethodCode": "card"},"placed_at":"2026-11-26T13:24:16.211+00:00","disputed_minor":0,"payment_version":0,"credited_minor":0,"credit_claimed_minor":0,"written_off_minor":0,"updated_at":"2026-11-26T13:24:16+00:00","words":"''#100008'' ''#k-100008'' ''eunheard@under-way.example'' ''mcard'' ''nada'' ''nsievers'' ''smug-1''","tenders":[{"method": "card", "provider": "stripe", "paymentId": "01a21807-38bf-7865-81ae-7c31b4f11528", "methodCode": "card", "amountMinor": 1780}]}
]');
insert into "order"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at from json_populate_recordset(null::"order"."outbox", '[
{"id":"01a21806-67ce-7a4f-b716-45aec55720d6","sequence":1,"type":"order.placed","schema_version":1,"aggregate_id":"01a21806-6653-7c49-b3cf-ef38e53f0b2c","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-d698cae485d63cf3768f7e8cc0575e28-7f4c80249ecb2715-01","occurred_at":"2026-11-26T13:23:22.564367+00:00","data":{"email": "finished@under-way.example", "owner": {"id": "01a21806-645d-741d-b724-d90e025b46df", "kind": "guest"}, "orderId": "01a21806-6653-7c49-b3cf-ef38e53f0b2c", "currency": "EUR", "placedAt": "2026-11-26T13:23:22.436Z", "totalMinor": 1780, "orderNumber": "K-100001"},"pending":[],"unconfirmed":[],"handed_at":null},
{"id":"01a21806-6e35-7ab1-a1a7-71d2d4e253e5","sequence":2,"type":"order.placed","schema_version":1,"aggregate_id":"01a21806-6e04-7167-a390-08ae919d4ddf","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-e3202f53aea9735d3c3a6f576da2a991-8a8bc8d6da95b383-01","occurred_at":"2026-11-26T13:23:24.333239+00:00","data":{"email": "ticket@under-way.example", "owner": {"id": "01a21806-6c1e-701f-a691-19dfbd993bbf", "kind": "customer"}, "orderId": "01a21806-6e04-7167-a390-08ae919d4ddf", "currency": "EUR", "placedAt": "2026-11-26T13:23:24.323Z", "totalMinor": 1780, "orderNumber": "K-100002"},"pending":[],"unconfirmed":[],"handed_at":null},
{"id":"01a21806-6f54-7e89-8204-9945161e2872","sequence":3,"type":"order.placed","schema_version":1,"aggregate_id":"01a21806-6f26-73be-8212-3427e2ee1125","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-58882b1b2a6e6466ac5cf663114fd47b-af3fb2234b43839e-01","occurred_at":"2026-11-26T13:23:24.62362+00:00","data":{"email": "part-shipped@under-way.example", "owner": {"id": "01a21806-6e8f-7836-aff9-51e86047d3c4", "kind": "guest"}, "orderId": "01a21806-6f26-73be-8212-3427e2ee1125", "currency": "EUR", "placedAt": "2026-11-26T13:23:24.616Z", "totalMinor": 37800, "orderNumber": "K-100003"},"pending":[],"unconfirmed":[],"handed_at":null},
{"id":"01a21806-7178-79b7-bdda-56c10eae7276","sequence":4,"type":"order.placed","schema_version":1,"aggregate_id":"01a21806-714a-7ba2-a636-c6a438e13c5f","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-938ac41f06d32a57da3b466a0ed3b24e-e10bbea35c00f8cc-01","occurred_at":"2026-11-26T13:23:25.173649+00:00","data":{"email": "refund@under-way.example", "owner": {"id": "01a21806-70ef-7efd-b42a-e5046035f16f", "kind": "guest"}, "orderId": "01a21806-714a-7ba2-a636-c6a438e13c5f", "currency": "EUR", "placedAt": "2026-11-26T13:23:25.158Z", "totalMinor": 1780, "orderNumber": "K-100004"},"pending":[],"unconfirmed":[],"handed_at":null},
{"id":"01a21806-7711-7226-b909-9371317c6c10","sequence":5,"type":"order.placed","schema_version":1,"aggregate_id":"01a21806-76ee-71f1-a594-7462b183c593","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-b27e287b512083b15b7ca90b6ef050ea-07eca2b8ed7a98f7-01","occurred_at":"2026-11-26T13:23:26.606404+00:00","data":{"email": "on-hold@under-way.example", "owner": {"id": "01a21806-76b8-7ab5-86a9-37ce4659e7ba", "kind": "guest"}, "orderId": "01a21806-76ee-71f1-a594-7462b183c593", "currency": "EUR", "placedAt": "2026-11-26T13:23:26.594Z", "totalMinor": 1780, "orderNumber": "K-100006"},"pending":[],"unconfirmed":[],"handed_at":null},
{"id":"01a21807-3872-75c5-a5af-9a4f4dd89836","sequence":6,"type":"order.placed","schema_version":1,"aggregate_id":"01a21807-3844-76e9-ab97-298e156a3d81","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-adb6483893a6d677f0741cbf4d893451-80739c88b43e52e4-01","occurred_at":"2026-11-26T13:24:16.110261+00:00","data":{"email": "unpaid@under-way.example", "owner": {"id": "01a21807-37c4-72de-bd5c-3768df85a028", "kind": "guest"}, "orderId": "01a21807-3844-76e9-ab97-298e156a3d81", "currency": "EUR", "placedAt": "2026-11-26T13:24:16.104Z", "totalMinor": 1780, "orderNumber": "K-100007"},"pending":["customer"],"unconfirmed":[],"handed_at":null},
{"id":"01a21807-38dc-7119-83e9-abdde24d9ddd","sequence":7,"type":"order.placed","schema_version":1,"aggregate_id":"01a21807-38bf-7a10-b427-d77aea65c859","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-112b0e7744c76d0390ca067a13d18105-ab331ac0fd99fc2b-01","occurred_at":"2026-11-26T13:24:16.218436+00:00","data":{"email": "unheard@under-way.example", "owner": {"id": "01a21807-3874-775c-a935-3d582314375f", "kind": "guest"}, "orderId": "01a21807-38bf-7a10-b427-d77aea65c859", "currency": "EUR", "placedAt": "2026-11-26T13:24:16.211Z", "totalMinor": 1780, "orderNumber": "K-100008"},"pending":["customer"],"unconfirmed":[],"handed_at":null},
{"id":"01a21807-3939-769e-8449-da68df3f1f2d","sequence":8,"type":"order.placed","schema_version":1,"aggregate_id":"01a21807-3924-7636-9a5f-e796571c864c","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "order", "kind": "system", "channels": "*", "permissions": []},"traceparent":"00-da2626ad0da0279c2ca45b02f3fe73d4-a6463887ed87bbe3-01","occurred_at":"2026-11-26T13:24:16.311833+00:00","data":{"email": "dead@under-way.example", "owner": {"id": "01a21807-38d7-7caa-a781-f564f934757b", "kind": "guest"}, "orderId": "01a21807-3924-7636-9a5f-e796571c864c", "currency": "EUR", "placedAt": "2026-11-26T13:24:16.306Z", "totalMinor": 1780, "orderNumber": "K-100009"},"pending":["customer"],"unconfirmed":[],"handed_at":null}
]');
insert into "order"."outbox_failure" (event_id, consumer, attempts, next_attempt_at, last_error, dead_at) overriding system value
select event_id, consumer, attempts, next_attempt_at, last_error, dead_at from json_populate_recordset(null::"order"."outbox_failure", '[
{"event_id":"01a21807-3872-75c5-a5af-9a4f4dd89836","consumer":"customer","attempts":1,"next_attempt_at":"2026-11-26T13:24:25.130691+00:00","last_error":"error: canceling statement due to lock timeout","dead_at":null},
{"event_id":"01a21807-38dc-7119-83e9-abdde24d9ddd","consumer":"customer","attempts":1,"next_attempt_at":"2026-11-26T13:24:25.228655+00:00","last_error":"error: canceling statement due to lock timeout","dead_at":null},
{"event_id":"01a21807-3939-769e-8449-da68df3f1f2d","consumer":"customer","attempts":12,"next_attempt_at":"2026-11-26T13:24:25.337089+00:00","last_error":"error: canceling statement due to lock timeout","dead_at":"2026-11-26T13:24:24.424855+00:00"}
]');
insert into "order"."refund" (id, order_id, cause, amount_minor, reason, lines, state, created_at, taken_back_at) overriding system value
select id, order_id, cause, amount_minor, reason, lines, state, created_at, taken_back_at from json_populate_recordset(null::"order"."refund", '[
{"id":"01a21806-71f2-70d6-804d-84588535ecd8","order_id":"01a21806-714a-7ba2-a636-c6a438e13c5f","cause":"staff","amount_minor":500,"reason":"damaged in transit","lines":null,"state":"pending","created_at":"2026-11-26T13:23:25.294262+00:00","taken_back_at":null}
]');
insert into "order"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as from json_populate_recordset(null::"order"."story", '[
{"name":"order_process","id":"01a21806-6653-7c49-b3cf-ef38e53f0b2c","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:23:47.564367+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-d698cae485d63cf3768f7e8cc0575e28-7f4c80249ecb2715-01","created_at":"2026-11-26T13:23:22.564367+00:00","finished_at":"2026-11-26T13:23:23.099035+00:00","held_as":null},
{"name":"order_process","id":"01a21806-6e04-7167-a390-08ae919d4ddf","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:23:49.333239+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-e3202f53aea9735d3c3a6f576da2a991-8a8bc8d6da95b383-01","created_at":"2026-11-26T13:23:24.333239+00:00","finished_at":"2026-11-26T13:23:24.386998+00:00","held_as":null},
{"name":"order_process","id":"01a21806-6f26-73be-8212-3427e2ee1125","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:23:49.62362+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-58882b1b2a6e6466ac5cf663114fd47b-af3fb2234b43839e-01","created_at":"2026-11-26T13:23:24.62362+00:00","finished_at":"2026-11-26T13:23:24.675561+00:00","held_as":null},
{"name":"order_process","id":"01a21806-714a-7ba2-a636-c6a438e13c5f","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:23:50.173649+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-938ac41f06d32a57da3b466a0ed3b24e-e10bbea35c00f8cc-01","created_at":"2026-11-26T13:23:25.173649+00:00","finished_at":"2026-11-26T13:23:25.213294+00:00","held_as":null},
{"name":"order_process","id":"01a21806-76ee-71f1-a594-7462b183c593","state":"held","attempts":7,"next_attempt_at":"2026-11-26T13:24:40.905863+00:00","last_error":"the payment is held for review","channel":"default","locale":"en","traceparent":"00-b27e287b512083b15b7ca90b6ef050ea-07eca2b8ed7a98f7-01","created_at":"2026-11-26T13:23:26.606404+00:00","finished_at":null,"held_as":"payment_in_review"},
{"name":"refund_order","id":"01a21806-71f2-70d6-804d-84588535ecd8","state":"open","attempts":8,"next_attempt_at":"2026-11-26T13:24:31.730504+00:00","last_error":"Error: refund: the outcome is not known yet","channel":"default","locale":"en","traceparent":"00-36c2ef2e143cc7fbf06683475074b5a0-6ee0554e272a6803-01","created_at":"2026-11-26T13:23:25.294262+00:00","finished_at":null,"held_as":null},
{"name":"order_process","id":"01a21807-38bf-7a10-b427-d77aea65c859","state":"open","attempts":3,"next_attempt_at":"2026-11-26T13:24:21.661105+00:00","last_error":"Error: capture: the outcome is not known yet","channel":"default","locale":"en","traceparent":"00-112b0e7744c76d0390ca067a13d18105-ab331ac0fd99fc2b-01","created_at":"2026-11-26T13:24:16.218436+00:00","finished_at":null,"held_as":null},
{"name":"order_process","id":"01a21807-3844-76e9-ab97-298e156a3d81","state":"open","attempts":3,"next_attempt_at":"2026-11-26T13:24:23.227765+00:00","last_error":"Error: capture: the outcome is not known yet","channel":"default","locale":"en","traceparent":"00-adb6483893a6d677f0741cbf4d893451-80739c88b43e52e4-01","created_at":"2026-11-26T13:24:16.110261+00:00","finished_at":null,"held_as":null},
{"name":"order_process","id":"01a21807-3924-7636-9a5f-e796571c864c","state":"open","attempts":3,"next_attempt_at":"2026-11-26T13:24:21.837734+00:00","last_error":"Error: capture: the outcome is not known yet","channel":"default","locale":"en","traceparent":"00-da2626ad0da0279c2ca45b02f3fe73d4-a6463887ed87bbe3-01","created_at":"2026-11-26T13:24:16.311833+00:00","finished_at":null,"held_as":null}
]');
insert into "order"."timeline_entry" (order_id, key, ordinal, at, kind, message, actor, internal, trace_id) overriding system value
select order_id, key, ordinal, at, kind, message, actor, internal, trace_id from json_populate_recordset(null::"order"."timeline_entry", '[
{"order_id":"01a21806-6653-7c49-b3cf-ef38e53f0b2c","key":"placed","ordinal":1,"at":"2026-11-26T13:23:22.436+00:00","kind":"order_placed","message":"Order K-100001 placed.","actor":"system","internal":false,"trace_id":"d698cae485d63cf3768f7e8cc0575e28"},
{"order_id":"01a21806-6653-7c49-b3cf-ef38e53f0b2c","key":"payment_captured","ordinal":2,"at":"2026-11-26T13:23:22.951+00:00","kind":"payment_captured","message":"Payment of 17.80 EUR captured.","actor":"system","internal":false,"trace_id":"d698cae485d63cf3768f7e8cc0575e28"},
{"order_id":"01a21806-6653-7c49-b3cf-ef38e53f0b2c","key":"invoice_issued","ordinal":3,"at":"2026-11-26T13:23:23.045+00:00","kind":"invoice_issued","message":"Invoice INV-2026-000001 issued.","actor":"system","internal":false,"trace_id":"d698cae485d63cf3768f7e8cc0575e28"},
{"order_id":"01a21806-6653-7c49-b3cf-ef38e53f0b2c","key":"fulfillment_requested","ordinal":4,"at":"2026-11-26T13:23:23.045+00:00","kind":"fulfillment_requested","message":"Handed to the warehouse in 1 part(s).","actor":"system","internal":false,"trace_id":"d698cae485d63cf3768f7e8cc0575e28"},
{"order_id":"01a21806-6653-7c49-b3cf-ef38e53f0b2c","key":"confirmation_sent","ordinal":5,"at":"2026-11-26T13:23:23.094+00:00","kind":"message_sent","message":"Order confirmation sent to the customer.","actor":"system","internal":false,"trace_id":"d698cae485d63cf3768f7e8cc0575e28"},
{"order_id":"01a21806-6e04-7167-a390-08ae919d4ddf","key":"placed","ordinal":6,"at":"2026-11-26T13:23:24.323+00:00","kind":"order_placed","message":"Order K-100002 placed.","actor":"system","internal":false,"trace_id":"e3202f53aea9735d3c3a6f576da2a991"},
{"order_id":"01a21806-6e04-7167-a390-08ae919d4ddf","key":"payment_captured","ordinal":7,"at":"2026-11-26T13:23:24.365+00:00","kind":"payment_captured","message":"Payment of 17.80 EUR captured.","actor":"system","internal":false,"trace_id":"e3202f53aea9735d3c3a6f576da2a991"},
{"order_id":"01a21806-6e04-7167-a390-08ae919d4ddf","key":"invoice_issued","ordinal":8,"at":"2026-11-26T13:23:24.37+00:00","kind":"invoice_issued","message":"Invoice INV-2026-000002 issued.","actor":"system","internal":false,"trace_id":"e3202f53aea9735d3c3a6f576da2a991"},
{"order_id":"01a21806-6e04-7167-a390-08ae919d4ddf","key":"fulfillment_requested","ordinal":9,"at":"2026-11-26T13:23:24.368+00:00","kind":"fulfillment_requested","message":"Handed to the warehouse in 1 part(s).","actor":"system","internal":false,"trace_id":"e3202f53aea9735d3c3a6f576da2a991"},
{"order_id":"01a21806-6e04-7167-a390-08ae919d4ddf","key":"confirmation_sent","ordinal":10,"at":"2026-11-26T13:23:24.376+00:00","kind":"message_sent","message":"Order confirmation sent to the customer.","actor":"system","internal":false,"trace_id":"e3202f53aea9735d3c3a6f576da2a991"},
{"order_id":"01a21806-6f26-73be-8212-3427e2ee1125","key":"placed","ordinal":11,"at":"2026-11-26T13:23:24.616+00:00","kind":"order_placed","message":"Order K-100003 placed.","actor":"system","internal":false,"trace_id":"58882b1b2a6e6466ac5cf663114fd47b"},
{"order_id":"01a21806-6f26-73be-8212-3427e2ee1125","key":"payment_captured","ordinal":12,"at":"2026-11-26T13:23:24.664+00:00","kind":"payment_captured","message":"Payment of 378.00 EUR captured.","actor":"system","internal":false,"trace_id":"58882b1b2a6e6466ac5cf663114fd47b"},
{"order_id":"01a21806-6f26-73be-8212-3427e2ee1125","key":"invoice_issued","ordinal":13,"at":"2026-11-26T13:23:24.67+00:00","kind":"invoice_issued","message":"Invoice INV-2026-000003 issued.","actor":"system","internal":false,"trace_id":"58882b1b2a6e6466ac5cf663114fd47b"},
{"order_id":"01a21806-6f26-73be-8212-3427e2ee1125","key":"fulfillment_requested","ordinal":14,"at":"2026-11-26T13:23:24.671+00:00","kind":"fulfillment_requested","message":"Handed to the warehouse in 1 part(s).","actor":"system","internal":false,"trace_id":"58882b1b2a6e6466ac5cf663114fd47b"},
{"order_id":"01a21806-6f26-73be-8212-3427e2ee1125","key":"confirmation_sent","ordinal":15,"at":"2026-11-26T13:23:24.675+00:00","kind":"message_sent","message":"Order confirmation sent to the customer.","actor":"system","internal":false,"trace_id":"58882b1b2a6e6466ac5cf663114fd47b"},
{"order_id":"01a21806-6f26-73be-8212-3427e2ee1125","key":"fulfillment_shipped:01a21806-7076-7dfa-b698-3da435a18423","ordinal":16,"at":"2026-11-26T13:23:24.906+00:00","kind":"fulfillment_shipped","message":"1 unit(s) shipped by sandbox_post, tracking number SBX73084EDFAE9C.","actor":"system","internal":false,"trace_id":"2a9f405e0d55fae6f3182b3d24eec461"},
{"order_id":"01a21806-714a-7ba2-a636-c6a438e13c5f","key":"placed","ordinal":17,"at":"2026-11-26T13:23:25.158+00:00","kind":"order_placed","message":"Order K-100004 placed.","actor":"system","internal":false,"trace_id":"938ac41f06d32a57da3b466a0ed3b24e"},
{"order_id":"01a21806-714a-7ba2-a636-c6a438e13c5f","key":"payment_captured","ordinal":18,"at":"2026-11-26T13:23:25.191+00:00","kind":"payment_captured","message":"Payment of 17.80 EUR captured.","actor":"system","internal":false,"trace_id":"938ac41f06d32a57da3b466a0ed3b24e"},
{"order_id":"01a21806-714a-7ba2-a636-c6a438e13c5f","key":"invoice_issued","ordinal":19,"at":"2026-11-26T13:23:25.2+00:00","kind":"invoice_issued","message":"Invoice INV-2026-000004 issued.","actor":"system","internal":false,"trace_id":"938ac41f06d32a57da3b466a0ed3b24e"},
{"order_id":"01a21806-714a-7ba2-a636-c6a438e13c5f","key":"fulfillment_requested","ordinal":20,"at":"2026-11-26T13:23:25.2+00:00","kind":"fulfillment_requested","message":"Handed to the warehouse in 1 part(s).","actor":"system","internal":false,"trace_id":"938ac41f06d32a57da3b466a0ed3b24e"},
{"order_id":"01a21806-714a-7ba2-a636-c6a438e13c5f","key":"confirmation_sent","ordinal":21,"at":"2026-11-26T13:23:25.207+00:00","kind":"message_sent","message":"Order confirmation sent to the customer.","actor":"system","internal":false,"trace_id":"938ac41f06d32a57da3b466a0ed3b24e"},
{"order_id":"01a21806-714a-7ba2-a636-c6a438e13c5f","key":"refund_requested:01a21806-71f2-70d6-804d-84588535ecd8","ordinal":22,"at":"2026-11-26T13:23:25.301+00:00","kind":"refund_requested","message":"Refund of 5.00 EUR asked for: damaged in transit.","actor":"staff:01a21806-582d-7fbc-8858-72128b6d76e8","internal":true,"trace_id":"36c2ef2e143cc7fbf06683475074b5a0"},
{"order_id":"01a21806-76ee-71f1-a594-7462b183c593","key":"placed","ordinal":23,"at":"2026-11-26T13:23:26.594+00:00","kind":"order_placed","message":"Order K-100006 placed.","actor":"system","internal":false,"trace_id":"b27e287b512083b15b7ca90b6ef050ea"},
{"order_id":"01a21806-76ee-71f1-a594-7462b183c593","key":"payment_in_review","ordinal":24,"at":"2026-11-26T13:24:15.914+00:00","kind":"payment_in_review","message":"The payment is held for review. Cancel the order, or settle it with the gateway.","actor":"system","internal":true,"trace_id":"b27e287b512083b15b7ca90b6ef050ea"},
{"order_id":"01a21807-3844-76e9-ab97-298e156a3d81","key":"placed","ordinal":25,"at":"2026-11-26T13:24:16.104+00:00","kind":"order_placed","message":"Order K-100007 placed.","actor":"system","internal":false,"trace_id":"adb6483893a6d677f0741cbf4d893451"},
{"order_id":"01a21807-38bf-7a10-b427-d77aea65c859","key":"placed","ordinal":26,"at":"2026-11-26T13:24:16.211+00:00","kind":"order_placed","message":"Order K-100008 placed.","actor":"system","internal":false,"trace_id":"112b0e7744c76d0390ca067a13d18105"},
{"order_id":"01a21807-3924-7636-9a5f-e796571c864c","key":"placed","ordinal":27,"at":"2026-11-26T13:24:16.306+00:00","kind":"order_placed","message":"Order K-100009 placed.","actor":"system","internal":false,"trace_id":"da2626ad0da0279c2ca45b02f3fe73d4"}
]');
select setval('"order".inbox_sequence_seq', 9);
select setval('"order".outbox_sequence_seq', 8);
select setval('"order".timeline_entry_ordinal_seq', 27);
