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

-- applied 0001-payment
-- One row a payment: an authorization and what became of it. Moves are compare-and-set on `state`.
create table payment (
  payment_id uuid primary key,
  checkout_id uuid not null,
  order_id uuid not null,
  order_number text not null,
  channel text not null,
  method text not null check (method in ('card', 'invoice', 'cash_on_delivery')),
  authorization_kind text not null check (authorization_kind in ('card', 'promise')),
  state text not null check (state in ('authorizing', 'requires_action', 'authorized', 'capturing',
    'captured', 'voiding', 'voided', 'failed', 'review')),
  -- rises with every change; orders the events of a payment
  version int not null default 1,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor >= 0),
  authorized_minor bigint not null default 0 check (authorized_minor >= 0),
  -- the capture intent: one at a time, numbered, because a refused one frees the way for another
  capture_minor bigint,
  capture_attempt int not null default 0,
  captured_minor bigint not null default 0 check (captured_minor between 0 and amount_minor),
  refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  -- asked for and not yet known to be done
  refund_pending_minor bigint not null default 0 check (refund_pending_minor >= 0),
  disputed_minor bigint not null default 0 check (disputed_minor >= 0),
  gateway_payment_id text unique,
  next_action_url text,
  decline_code text,
  -- kept while authorizing alone: a repeated request must be the same to the letter
  token text,
  force_challenge boolean not null,
  return_url text not null,
  created_at timestamptz not null default kontor_now(),
  moved_at timestamptz not null default kontor_now(),
  check (refunded_minor + refund_pending_minor <= captured_minor)
);
create index payment_order on payment (order_id);

create table refund (
  refund_id uuid primary key,
  payment_id uuid not null references payment (payment_id),
  order_id uuid not null,
  -- `gateway`: made there by hand, learned from a webhook
  origin text not null check (origin in ('shop', 'gateway')),
  state text not null check (state in ('requested', 'accepted', 'refunded', 'failed')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  reason text not null,
  gateway_refund_id text,
  refusal_code text,
  requested_at timestamptz not null default kontor_now(),
  settled_at timestamptz
);
create index refund_payment on refund (payment_id);

-- A provider's event ids, kept for 14 days: the second arrival of one is a duplicate.
create table webhook_inbox (
  event_id text primary key,
  type text not null,
  payment_id uuid,
  outcome text not null check (outcome in ('applied', 'ignored', 'held_for_review')),
  received_at timestamptz not null default kontor_now()
);
create index webhook_inbox_age on webhook_inbox (received_at);

-- What disagreed with our books and was not applied: a person looks at it.
create table payment_review (
  review_id uuid primary key,
  payment_id uuid not null references payment (payment_id),
  reason text not null,
  detail jsonb not null,
  created_at timestamptz not null default kontor_now(),
  unique (payment_id, reason, detail)
);

create table ledger_entry (
  entry_id uuid primary key,
  sequence bigint generated always as identity unique,
  payment_id uuid not null,
  order_id uuid not null,
  kind text not null,
  -- what it posts, once: `capture:<payment id>`, `refund:<refund id>`
  source text not null unique,
  posted_at timestamptz not null default kontor_now()
);
create index ledger_entry_order on ledger_entry (order_id);

create table ledger_posting (
  entry_id uuid not null references ledger_entry (entry_id),
  line smallint not null,
  account text not null check (account in ('gateway_clearing', 'customer_payments',
    'accounts_receivable', 'bank_receipts')),
  direction text not null check (direction in ('debit', 'credit')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  primary key (entry_id, line)
);

-- What one statement posts must balance by entry and currency, whoever writes it.
create function refuse_unbalanced() returns trigger language plpgsql as $$
begin
  if exists (
    select from added group by entry_id, currency
    having sum(amount_minor) filter (where direction = 'debit')
      is distinct from sum(amount_minor) filter (where direction = 'credit')
  ) then
    raise exception 'ledger entry is not balanced' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger balanced after insert on ledger_posting
  referencing new table as added for each statement execute function refuse_unbalanced();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: post a reversing entry', tg_table_name
    using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on ledger_entry
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on ledger_posting
  for each statement execute function refuse_change();

-- rows
insert into "payment"."broker_seen" (one, server_id, stream_made_at) overriding system value
select one, server_id, stream_made_at from json_populate_recordset(null::"payment"."broker_seen", '[
{"one":true,"server_id":"NC7O5KQOPPR2XIBFY6UMX7OCUKHTIHDIPUDJDJCLOZWYJU76J3EJHZWI","stream_made_at":"2026-11-25T22:22:46.204+00:00"}
]');
insert into "payment"."ledger_entry" (entry_id, sequence, payment_id, order_id, kind, source, posted_at) overriding system value
select entry_id, sequence, payment_id, order_id, kind, source, posted_at from json_populate_recordset(null::"payment"."ledger_entry", '[
{"entry_id":"01a214ce-276c-785c-9c62-aa10185533b8","sequence":1,"payment_id":"01a214ce-1ee7-7990-babd-718c73195e12","order_id":"01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a","kind":"capture","source":"capture:01a214ce-1ee7-7990-babd-718c73195e12","posted_at":"2026-11-25T22:23:04.574226+00:00"},
{"entry_id":"01a214ce-3887-7951-9741-0caa19f07560","sequence":2,"payment_id":"01a214ce-3686-7544-8d28-d27d29119cf6","order_id":"01a214ce-3686-70bf-b121-5039115ab7ba","kind":"capture","source":"capture:01a214ce-3686-7544-8d28-d27d29119cf6","posted_at":"2026-11-25T22:23:08.937756+00:00"},
{"entry_id":"01a214ce-4087-74eb-94bc-77b2d4f76723","sequence":3,"payment_id":"01a214ce-3ee2-7ef4-b620-4419409554f6","order_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","kind":"capture","source":"capture:01a214ce-3ee2-7ef4-b620-4419409554f6","posted_at":"2026-11-25T22:23:11.012701+00:00"},
{"entry_id":"01a214ce-4a3f-791e-abc6-09bd6cce179c","sequence":4,"payment_id":"01a214ce-48fe-7cac-b800-a38d91df00b7","order_id":"01a214ce-48fe-79b8-872a-c89332fda744","kind":"capture","source":"capture:01a214ce-48fe-7cac-b800-a38d91df00b7","posted_at":"2026-11-25T22:23:13.475925+00:00"}
]');
insert into "payment"."ledger_posting" (entry_id, line, account, direction, amount_minor, currency) overriding system value
select entry_id, line, account, direction, amount_minor, currency from json_populate_recordset(null::"payment"."ledger_posting", '[
{"entry_id":"01a214ce-276c-785c-9c62-aa10185533b8","line":1,"account":"gateway_clearing","direction":"debit","amount_minor":1780,"currency":"EUR"},
{"entry_id":"01a214ce-276c-785c-9c62-aa10185533b8","line":2,"account":"customer_payments","direction":"credit","amount_minor":1780,"currency":"EUR"},
{"entry_id":"01a214ce-3887-7951-9741-0caa19f07560","line":1,"account":"gateway_clearing","direction":"debit","amount_minor":1780,"currency":"EUR"},
{"entry_id":"01a214ce-3887-7951-9741-0caa19f07560","line":2,"account":"customer_payments","direction":"credit","amount_minor":1780,"currency":"EUR"},
{"entry_id":"01a214ce-4087-74eb-94bc-77b2d4f76723","line":1,"account":"gateway_clearing","direction":"debit","amount_minor":37800,"currency":"EUR"},
{"entry_id":"01a214ce-4087-74eb-94bc-77b2d4f76723","line":2,"account":"customer_payments","direction":"credit","amount_minor":37800,"currency":"EUR"},
{"entry_id":"01a214ce-4a3f-791e-abc6-09bd6cce179c","line":1,"account":"gateway_clearing","direction":"debit","amount_minor":1780,"currency":"EUR"},
{"entry_id":"01a214ce-4a3f-791e-abc6-09bd6cce179c","line":2,"account":"customer_payments","direction":"credit","amount_minor":1780,"currency":"EUR"}
]');
insert into "payment"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"payment"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:21:41.124422+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:21:41.534667+00:00"},
{"name":"0001-payment","checksum":"FRL-lT3QJ7Km_f0bELPTXMgFgk_AdSanWSoNBOWdwmY","applied_at":"2026-11-25T22:21:41.627652+00:00"}
]');
insert into "payment"."payment" (payment_id, checkout_id, order_id, order_number, channel, method, authorization_kind, state, version, currency, amount_minor, authorized_minor, capture_minor, capture_attempt, captured_minor, refunded_minor, refund_pending_minor, disputed_minor, gateway_payment_id, next_action_url, decline_code, token, force_challenge, return_url, created_at, moved_at) overriding system value
select payment_id, checkout_id, order_id, order_number, channel, method, authorization_kind, state, version, currency, amount_minor, authorized_minor, capture_minor, capture_attempt, captured_minor, refunded_minor, refund_pending_minor, disputed_minor, gateway_payment_id, next_action_url, decline_code, token, force_challenge, return_url, created_at, moved_at from json_populate_recordset(null::"payment"."payment", '[
{"payment_id":"01a214ce-1ee7-7990-babd-718c73195e12","checkout_id":"01a214ce-18ca-728a-bdeb-f25adc801b8e","order_id":"01a214ce-1ee7-7d6c-b45a-8f252a9cfc5a","order_number":"K-100001","channel":"default","method":"card","authorization_kind":"card","state":"captured","version":4,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":1780,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a214ce20e33389ffcf259fb17f","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:23:02.697162+00:00","moved_at":"2026-11-25T22:23:04.574226+00:00"},
{"payment_id":"01a214ce-3686-7544-8d28-d27d29119cf6","checkout_id":"01a214ce-3478-7e0a-b21f-7dd1f4ddbb24","order_id":"01a214ce-3686-70bf-b121-5039115ab7ba","order_number":"K-100002","channel":"default","method":"card","authorization_kind":"card","state":"captured","version":4,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":1780,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a214ce3704aed0cd64ee119168","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:23:08.52529+00:00","moved_at":"2026-11-25T22:23:08.937756+00:00"},
{"payment_id":"01a214ce-63e2-7ac1-8933-360355aebf5a","checkout_id":"01a214ce-634e-7d91-ba23-39c45eb93df9","order_id":"01a214ce-63e2-7f84-9090-34e78ab56d94","order_number":"K-100008","channel":"default","method":"card","authorization_kind":"card","state":"capturing","version":3,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":0,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a214ce641fa5fc79cf5c424932","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:23:20.08669+00:00","moved_at":"2026-11-25T22:23:20.279977+00:00"},
{"payment_id":"01a214ce-3ee2-7ef4-b620-4419409554f6","checkout_id":"01a214ce-3d4d-7df4-916e-5850c8c8fe31","order_id":"01a214ce-3ee2-7fed-8da6-36408b7f731d","order_number":"K-100003","channel":"default","method":"card","authorization_kind":"card","state":"captured","version":4,"currency":"EUR","amount_minor":37800,"authorized_minor":37800,"capture_minor":37800,"capture_attempt":1,"captured_minor":37800,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a214ce3f79614faa1e9e85c3db","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:23:10.707371+00:00","moved_at":"2026-11-25T22:23:11.012701+00:00"},
{"payment_id":"01a214ce-48fe-7cac-b800-a38d91df00b7","checkout_id":"01a214ce-4808-78eb-b67e-e4e735eb7694","order_id":"01a214ce-48fe-79b8-872a-c89332fda744","order_number":"K-100004","channel":"default","method":"card","authorization_kind":"card","state":"captured","version":5,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":1780,"refunded_minor":0,"refund_pending_minor":500,"disputed_minor":0,"gateway_payment_id":"pi_01a214ce492e7896df4020f66032","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:23:13.191797+00:00","moved_at":"2026-11-25T22:23:13.848199+00:00"},
{"payment_id":"01a214ce-4d6e-7b62-a0da-ec37d98b1514","checkout_id":"01a214ce-4c24-7084-a702-598cde8eb39f","order_id":"01a214ce-4d6e-709f-b298-9314914d8edd","order_number":"K-100005","channel":"default","method":"card","authorization_kind":"card","state":"requires_action","version":2,"currency":"EUR","amount_minor":1780,"authorized_minor":0,"capture_minor":null,"capture_attempt":0,"captured_minor":0,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a214ce4dd22d9a41a88007d434","next_action_url":"http://127.0.0.1:38743/payment/challenge/pi_01a214ce4dd22d9a41a88007d434","decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:23:14.362599+00:00","moved_at":"2026-11-25T22:23:14.397587+00:00"},
{"payment_id":"01a214ce-66cb-731c-ab32-70cd65449eb4","checkout_id":"01a214ce-6562-7bb1-ae89-a77e92edccca","order_id":"01a214ce-66cb-71f1-a8d8-30739baf635a","order_number":"K-100009","channel":"default","method":"card","authorization_kind":"card","state":"capturing","version":3,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":0,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a214ce67071d67009b39b57a82","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:23:20.817813+00:00","moved_at":"2026-11-25T22:23:21.005869+00:00"},
{"payment_id":"01a214ce-553a-789e-ba24-f25aea0e41f5","checkout_id":"01a214ce-540a-7c25-89b1-9652f38f1304","order_id":"01a214ce-553a-7213-8d7e-76e47f68246e","order_number":"K-100006","channel":"default","method":"card","authorization_kind":"card","state":"review","version":4,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":0,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a214ce55806d14476e74a75526","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:23:16.338573+00:00","moved_at":"2026-11-25T22:23:17.781064+00:00"},
{"payment_id":"01a214ce-61de-7dc4-9e4a-33a334c22ef7","checkout_id":"01a214ce-6068-7692-9133-26de8d4d6d4f","order_id":"01a214ce-61de-7ad1-96f8-1423b0eded25","order_number":"K-100007","channel":"default","method":"card","authorization_kind":"card","state":"capturing","version":3,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":0,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a214ce62393840895aa9bc409f","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:23:19.575411+00:00","moved_at":"2026-11-25T22:23:19.790573+00:00"}
]');
insert into "payment"."payment_review" (review_id, payment_id, reason, detail, created_at) overriding system value
select review_id, payment_id, reason, detail, created_at from json_populate_recordset(null::"payment"."payment_review", '[
{"review_id":"01a214ce-5b25-75a4-935e-78fe0395860e","payment_id":"01a214ce-553a-789e-ba24-f25aea0e41f5","reason":"capture_disagrees","detail":{"currency": "EUR", "capturedMinor": 1781},"created_at":"2026-11-25T22:23:17.781064+00:00"}
]');
insert into "payment"."refund" (refund_id, payment_id, order_id, origin, state, amount_minor, currency, reason, gateway_refund_id, refusal_code, requested_at, settled_at) overriding system value
select refund_id, payment_id, order_id, origin, state, amount_minor, currency, reason, gateway_refund_id, refusal_code, requested_at, settled_at from json_populate_recordset(null::"payment"."refund", '[
{"refund_id":"01a214ce-4b4e-7577-a2eb-c56fd9c53e15","payment_id":"01a214ce-48fe-7cac-b800-a38d91df00b7","order_id":"01a214ce-48fe-79b8-872a-c89332fda744","origin":"shop","state":"requested","amount_minor":500,"currency":"EUR","reason":"damaged in transit","gateway_refund_id":null,"refusal_code":null,"requested_at":"2026-11-25T22:23:13.848199+00:00","settled_at":null}
]');
insert into "payment"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at from json_populate_recordset(null::"payment"."story", '[
{"name":"settle_payment","id":"01a214ce-63e2-7ac1-8933-360355aebf5a","state":"open","attempts":7,"next_attempt_at":"2026-11-25T22:23:38.632631+00:00","last_error":"Error: payment 01a214ce-63e2-7ac1-8933-360355aebf5a is still capturing at the gateway","channel":"default","locale":"en","traceparent":"00-4528ccee36ca9ef0336eee5948734d26-2740e09550c6413a-01","created_at":"2026-11-25T22:23:20.279977+00:00","finished_at":null},
{"name":"settle_payment","id":"01a214ce-61de-7dc4-9e4a-33a334c22ef7","state":"open","attempts":7,"next_attempt_at":"2026-11-25T22:23:39.60085+00:00","last_error":"Error: payment 01a214ce-61de-7dc4-9e4a-33a334c22ef7 is still capturing at the gateway","channel":"default","locale":"en","traceparent":"00-6fbf4dff1a178cba247759bd1414a9c6-44f246ea9a4e1feb-01","created_at":"2026-11-25T22:23:19.790573+00:00","finished_at":null},
{"name":"settle_payment","id":"01a214ce-48fe-7cac-b800-a38d91df00b7","state":"open","attempts":8,"next_attempt_at":"2026-11-25T22:23:44.767177+00:00","last_error":"Error: payment 01a214ce-48fe-7cac-b800-a38d91df00b7 is still captured at the gateway","channel":"default","locale":"en","traceparent":"00-7cb85beef6e3f6c27eb6242e1a8274d3-c002cfb6d399c92d-01","created_at":"2026-11-25T22:23:13.848199+00:00","finished_at":null},
{"name":"settle_payment","id":"01a214ce-66cb-731c-ab32-70cd65449eb4","state":"open","attempts":7,"next_attempt_at":"2026-11-25T22:23:41.072411+00:00","last_error":"Error: payment 01a214ce-66cb-731c-ab32-70cd65449eb4 is still capturing at the gateway","channel":"default","locale":"en","traceparent":"00-87594b2ca5c2151aaf9b9d29c3cb8785-dbf6a6953d50fa7e-01","created_at":"2026-11-25T22:23:21.005869+00:00","finished_at":null}
]');
insert into "payment"."webhook_inbox" (event_id, type, payment_id, outcome, received_at) overriding system value
select event_id, type, payment_id, outcome, received_at from json_populate_recordset(null::"payment"."webhook_inbox", '[
{"event_id":"evt_01a214ce20e43d194d74abfc68738e9e","type":"payment.authorized","payment_id":"01a214ce-1ee7-7990-babd-718c73195e12","outcome":"applied","received_at":"2026-11-25T22:23:03.493763+00:00"},
{"event_id":"evt_01a214ce26f64bb970363769bbea58ed","type":"payment.captured","payment_id":"01a214ce-1ee7-7990-babd-718c73195e12","outcome":"applied","received_at":"2026-11-25T22:23:04.6339+00:00"},
{"event_id":"evt_01a214ce370559103904c5133df9d56c","type":"payment.authorized","payment_id":"01a214ce-3686-7544-8d28-d27d29119cf6","outcome":"applied","received_at":"2026-11-25T22:23:08.622434+00:00"},
{"event_id":"evt_01a214ce38598d987f80b6938ade6207","type":"payment.captured","payment_id":"01a214ce-3686-7544-8d28-d27d29119cf6","outcome":"applied","received_at":"2026-11-25T22:23:09.005752+00:00"},
{"event_id":"evt_01a214ce3f7916740b049fc6b9d268ff","type":"payment.authorized","payment_id":"01a214ce-3ee2-7ef4-b620-4419409554f6","outcome":"applied","received_at":"2026-11-25T22:23:10.814698+00:00"},
{"event_id":"evt_01a214ce407c4f743dcf93c54f1bd720","type":"payment.captured","payment_id":"01a214ce-3ee2-7ef4-b620-4419409554f6","outcome":"applied","received_at":"2026-11-25T22:23:11.02538+00:00"},
{"event_id":"evt_01a214ce492e644dc19bc339663cb45d","type":"payment.authorized","payment_id":"01a214ce-48fe-7cac-b800-a38d91df00b7","outcome":"applied","received_at":"2026-11-25T22:23:13.24672+00:00"},
{"event_id":"evt_01a214ce4a2fc476807025691950f596","type":"payment.captured","payment_id":"01a214ce-48fe-7cac-b800-a38d91df00b7","outcome":"applied","received_at":"2026-11-25T22:23:13.481068+00:00"}
]');
select setval('payment.ledger_entry_sequence_seq', 4);
