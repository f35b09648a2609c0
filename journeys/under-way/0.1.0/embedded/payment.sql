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
insert into "payment"."ledger_entry" (entry_id, sequence, payment_id, order_id, kind, source, posted_at) overriding system value
select entry_id, sequence, payment_id, order_id, kind, source, posted_at from json_populate_recordset(null::"payment"."ledger_entry", '[
{"entry_id":"01a214cc-4218-7ac5-89f7-0c02482ecb7c","sequence":1,"payment_id":"01a214cc-40fa-7669-9e01-04eab3e56869","order_id":"01a214cc-40fb-7e3f-a115-0240402f6700","kind":"capture","source":"capture:01a214cc-40fa-7669-9e01-04eab3e56869","posted_at":"2026-11-25T22:21:00.318366+00:00"},
{"entry_id":"01a214cc-460a-7e73-9c65-b5663fac623d","sequence":2,"payment_id":"01a214cc-457f-79a9-96ab-57afdf94985c","order_id":"01a214cc-457f-7757-9ba4-475e36c47841","kind":"capture","source":"capture:01a214cc-457f-79a9-96ab-57afdf94985c","posted_at":"2026-11-25T22:21:01.357771+00:00"},
{"entry_id":"01a214cc-47fb-785f-adc5-1a3c074f9050","sequence":3,"payment_id":"01a214cc-4792-7934-b4c4-1790444c8186","order_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","kind":"capture","source":"capture:01a214cc-4792-7934-b4c4-1790444c8186","posted_at":"2026-11-25T22:21:01.82085+00:00"},
{"entry_id":"01a214cc-4c9d-76f0-8306-f1cf84fce6ed","sequence":4,"payment_id":"01a214cc-4bc7-7045-9771-dc6205f53555","order_id":"01a214cc-4bc7-70e3-931b-9e1cb1456242","kind":"capture","source":"capture:01a214cc-4bc7-7045-9771-dc6205f53555","posted_at":"2026-11-25T22:21:03.01637+00:00"}
]');
insert into "payment"."ledger_posting" (entry_id, line, account, direction, amount_minor, currency) overriding system value
select entry_id, line, account, direction, amount_minor, currency from json_populate_recordset(null::"payment"."ledger_posting", '[
{"entry_id":"01a214cc-4218-7ac5-89f7-0c02482ecb7c","line":1,"account":"gateway_clearing","direction":"debit","amount_minor":1780,"currency":"EUR"},
{"entry_id":"01a214cc-4218-7ac5-89f7-0c02482ecb7c","line":2,"account":"customer_payments","direction":"credit","amount_minor":1780,"currency":"EUR"},
{"entry_id":"01a214cc-460a-7e73-9c65-b5663fac623d","line":1,"account":"gateway_clearing","direction":"debit","amount_minor":1780,"currency":"EUR"},
{"entry_id":"01a214cc-460a-7e73-9c65-b5663fac623d","line":2,"account":"customer_payments","direction":"credit","amount_minor":1780,"currency":"EUR"},
{"entry_id":"01a214cc-47fb-785f-adc5-1a3c074f9050","line":1,"account":"gateway_clearing","direction":"debit","amount_minor":37800,"currency":"EUR"},
{"entry_id":"01a214cc-47fb-785f-adc5-1a3c074f9050","line":2,"account":"customer_payments","direction":"credit","amount_minor":37800,"currency":"EUR"},
{"entry_id":"01a214cc-4c9d-76f0-8306-f1cf84fce6ed","line":1,"account":"gateway_clearing","direction":"debit","amount_minor":1780,"currency":"EUR"},
{"entry_id":"01a214cc-4c9d-76f0-8306-f1cf84fce6ed","line":2,"account":"customer_payments","direction":"credit","amount_minor":1780,"currency":"EUR"}
]');
insert into "payment"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"payment"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:20:47.693669+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:20:48.265206+00:00"},
{"name":"0001-payment","checksum":"FRL-lT3QJ7Km_f0bELPTXMgFgk_AdSanWSoNBOWdwmY","applied_at":"2026-11-25T22:20:48.362336+00:00"}
]');
insert into "payment"."payment" (payment_id, checkout_id, order_id, order_number, channel, method, authorization_kind, state, version, currency, amount_minor, authorized_minor, capture_minor, capture_attempt, captured_minor, refunded_minor, refund_pending_minor, disputed_minor, gateway_payment_id, next_action_url, decline_code, token, force_challenge, return_url, created_at, moved_at) overriding system value
select payment_id, checkout_id, order_id, order_number, channel, method, authorization_kind, state, version, currency, amount_minor, authorized_minor, capture_minor, capture_attempt, captured_minor, refunded_minor, refund_pending_minor, disputed_minor, gateway_payment_id, next_action_url, decline_code, token, force_challenge, return_url, created_at, moved_at from json_populate_recordset(null::"payment"."payment", '[
{"payment_id":"01a214cc-40fa-7669-9e01-04eab3e56869","checkout_id":"01a214cc-3f5b-7eb1-a65a-3792ddc62003","order_id":"01a214cc-40fb-7e3f-a115-0240402f6700","order_number":"K-100001","channel":"default","method":"card","authorization_kind":"card","state":"captured","version":4,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":1780,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a214cc4146e2fb73bde2ca5513","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:21:00.077316+00:00","moved_at":"2026-11-25T22:21:00.318366+00:00"},
{"payment_id":"01a214cc-457f-79a9-96ab-57afdf94985c","checkout_id":"01a214cc-4517-7675-af9f-d4a9fab56b65","order_id":"01a214cc-457f-7757-9ba4-475e36c47841","order_number":"K-100002","channel":"default","method":"card","authorization_kind":"card","state":"captured","version":4,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":1780,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a214cc45b771b9f08a19f54470","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:21:01.236725+00:00","moved_at":"2026-11-25T22:21:01.357771+00:00"},
{"payment_id":"01a214cc-5f7f-712b-8c4c-03e6bbc2ede2","checkout_id":"01a214cc-5f3b-7274-b6de-a9891ce4fe53","order_id":"01a214cc-5f7f-776e-9b01-94637878453c","order_number":"K-100008","channel":"default","method":"card","authorization_kind":"card","state":"capturing","version":3,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":0,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a214cc5f843baca8e1510fea95","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:21:07.842853+00:00","moved_at":"2026-11-25T22:21:07.92882+00:00"},
{"payment_id":"01a214cc-4792-7934-b4c4-1790444c8186","checkout_id":"01a214cc-46ff-745b-a2fe-a2f7e562d5ca","order_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","order_number":"K-100003","channel":"default","method":"card","authorization_kind":"card","state":"captured","version":4,"currency":"EUR","amount_minor":37800,"authorized_minor":37800,"capture_minor":37800,"capture_attempt":1,"captured_minor":37800,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a214cc47b92b0f135cdf64bd05","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:21:01.749757+00:00","moved_at":"2026-11-25T22:21:01.82085+00:00"},
{"payment_id":"01a214cc-4bc7-7045-9771-dc6205f53555","checkout_id":"01a214cc-4b46-7253-93c8-68d358c9ff1e","order_id":"01a214cc-4bc7-70e3-931b-9e1cb1456242","order_number":"K-100004","channel":"default","method":"card","authorization_kind":"card","state":"captured","version":5,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":1780,"refunded_minor":0,"refund_pending_minor":500,"disputed_minor":0,"gateway_payment_id":"pi_01a214cc4c06ccc4525d17322a45","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:21:02.843848+00:00","moved_at":"2026-11-25T22:21:03.355341+00:00"},
{"payment_id":"01a214cc-51cd-7070-9c27-12e3d9efbdb8","checkout_id":"01a214cc-4ed2-7ca2-90c2-5794b1d7560c","order_id":"01a214cc-51cd-7b94-89b8-a8ff94b98af1","order_number":"K-100005","channel":"default","method":"card","authorization_kind":"card","state":"requires_action","version":2,"currency":"EUR","amount_minor":1780,"authorized_minor":0,"capture_minor":null,"capture_attempt":0,"captured_minor":0,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a214cc520068d50303f9d6913c","next_action_url":"http://127.0.0.1:33649/payment/challenge/pi_01a214cc520068d50303f9d6913c","decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:21:04.368629+00:00","moved_at":"2026-11-25T22:21:04.393764+00:00"},
{"payment_id":"01a214cc-606c-7259-93b3-9adf42a45e45","checkout_id":"01a214cc-601a-7de0-8bae-cc1d02beba76","order_id":"01a214cc-606c-70a6-bce0-78d06d283ee6","order_number":"K-100009","channel":"default","method":"card","authorization_kind":"card","state":"capturing","version":3,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":0,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a214cc60a4320e0ff8b5028e82","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:21:08.111899+00:00","moved_at":"2026-11-25T22:21:08.4294+00:00"},
{"payment_id":"01a214cc-54fd-715a-b1c1-b65306709211","checkout_id":"01a214cc-548e-7cb6-8d45-1b6f89bc916b","order_id":"01a214cc-54fd-742b-90c2-036f3f2c9e19","order_number":"K-100006","channel":"default","method":"card","authorization_kind":"card","state":"review","version":4,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":0,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a214cc5515e34a82f02dd938c3","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:21:05.162166+00:00","moved_at":"2026-11-25T22:21:06.416227+00:00"},
{"payment_id":"01a214cc-5ec2-760d-ad4c-0a29350bf298","checkout_id":"01a214cc-5e7f-7a22-8505-46011256b3ad","order_id":"01a214cc-5ec2-751f-a235-8bbeff13c59b","order_number":"K-100007","channel":"default","method":"card","authorization_kind":"card","state":"capturing","version":3,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":0,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a214cc5edd83ba79c2e24c3bdc","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-25T22:21:07.6573+00:00","moved_at":"2026-11-25T22:21:07.711936+00:00"}
]');
insert into "payment"."payment_review" (review_id, payment_id, reason, detail, created_at) overriding system value
select review_id, payment_id, reason, detail, created_at from json_populate_recordset(null::"payment"."payment_review", '[
{"review_id":"01a214cc-5a0f-788d-8d3b-d7f7c9f8bcbb","payment_id":"01a214cc-54fd-715a-b1c1-b65306709211","reason":"capture_disagrees","detail":{"currency": "EUR", "capturedMinor": 1781},"created_at":"2026-11-25T22:21:06.416227+00:00"}
]');
insert into "payment"."refund" (refund_id, payment_id, order_id, origin, state, amount_minor, currency, reason, gateway_refund_id, refusal_code, requested_at, settled_at) overriding system value
select refund_id, payment_id, order_id, origin, state, amount_minor, currency, reason, gateway_refund_id, refusal_code, requested_at, settled_at from json_populate_recordset(null::"payment"."refund", '[
{"refund_id":"01a214cc-4dae-705f-9277-313ea5d65385","payment_id":"01a214cc-4bc7-7045-9771-dc6205f53555","order_id":"01a214cc-4bc7-70e3-931b-9e1cb1456242","origin":"shop","state":"requested","amount_minor":500,"currency":"EUR","reason":"damaged in transit","gateway_refund_id":null,"refusal_code":null,"requested_at":"2026-11-25T22:21:03.355341+00:00","settled_at":null}
]');
insert into "payment"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at from json_populate_recordset(null::"payment"."story", '[
{"name":"settle_payment","id":"01a214cc-4bc7-7045-9771-dc6205f53555","state":"open","attempts":5,"next_attempt_at":"2026-11-25T22:21:14.621626+00:00","last_error":"Error: payment 01a214cc-4bc7-7045-9771-dc6205f53555 is still captured at the gateway","channel":"default","locale":"en","traceparent":"00-f5cabf8c2fbdaf36125aad75519c7aeb-14df0c57d52ecfa1-01","created_at":"2026-11-25T22:21:03.355341+00:00","finished_at":null},
{"name":"settle_payment","id":"01a214cc-606c-7259-93b3-9adf42a45e45","state":"open","attempts":4,"next_attempt_at":"2026-11-25T22:21:14.959914+00:00","last_error":"Error: payment 01a214cc-606c-7259-93b3-9adf42a45e45 is still capturing at the gateway","channel":"default","locale":"en","traceparent":"00-6c7d6d4048780ad73541424c674a507c-879d04e12afe027c-01","created_at":"2026-11-25T22:21:08.4294+00:00","finished_at":null},
{"name":"settle_payment","id":"01a214cc-5f7f-712b-8c4c-03e6bbc2ede2","state":"open","attempts":3,"next_attempt_at":"2026-11-25T22:21:15.486377+00:00","last_error":"Error: payment 01a214cc-5f7f-712b-8c4c-03e6bbc2ede2 is still capturing at the gateway","channel":"default","locale":"en","traceparent":"00-3a65c99beeefea3763645310164fc292-abad8be54cef5d53-01","created_at":"2026-11-25T22:21:07.92882+00:00","finished_at":null},
{"name":"settle_payment","id":"01a214cc-5ec2-760d-ad4c-0a29350bf298","state":"open","attempts":4,"next_attempt_at":"2026-11-25T22:21:15.126164+00:00","last_error":"Error: payment 01a214cc-5ec2-760d-ad4c-0a29350bf298 is still capturing at the gateway","channel":"default","locale":"en","traceparent":"00-5327b92534d8b0b381f9bb17c41e2d3b-bf240e15b691a692-01","created_at":"2026-11-25T22:21:07.711936+00:00","finished_at":null}
]');
insert into "payment"."webhook_inbox" (event_id, type, payment_id, outcome, received_at) overriding system value
select event_id, type, payment_id, outcome, received_at from json_populate_recordset(null::"payment"."webhook_inbox", '[
{"event_id":"evt_01a214cc4146a76640918484141a4d3f","type":"payment.authorized","payment_id":"01a214cc-40fa-7669-9e01-04eab3e56869","outcome":"applied","received_at":"2026-11-25T22:21:00.277759+00:00"},
{"event_id":"evt_01a214cc42052e31801700fd48da9a94","type":"payment.captured","payment_id":"01a214cc-40fa-7669-9e01-04eab3e56869","outcome":"applied","received_at":"2026-11-25T22:21:00.335364+00:00"},
{"event_id":"evt_01a214cc45b8331e0c4600f0c1e727a2","type":"payment.authorized","payment_id":"01a214cc-457f-79a9-96ab-57afdf94985c","outcome":"applied","received_at":"2026-11-25T22:21:01.246875+00:00"},
{"event_id":"evt_01a214cc460695d94b0bc2b842c9974d","type":"payment.captured","payment_id":"01a214cc-457f-79a9-96ab-57afdf94985c","outcome":"applied","received_at":"2026-11-25T22:21:01.359912+00:00"},
{"event_id":"evt_01a214cc47b934184f6f961c1a2e36c6","type":"payment.authorized","payment_id":"01a214cc-4792-7934-b4c4-1790444c8186","outcome":"applied","received_at":"2026-11-25T22:21:01.757512+00:00"},
{"event_id":"evt_01a214cc47fa5f24760b35a840bdeffc","type":"payment.captured","payment_id":"01a214cc-4792-7934-b4c4-1790444c8186","outcome":"applied","received_at":"2026-11-25T22:21:01.826632+00:00"},
{"event_id":"evt_01a214cc4c061680a2c6fd4f1a592579","type":"payment.authorized","payment_id":"01a214cc-4bc7-7045-9771-dc6205f53555","outcome":"applied","received_at":"2026-11-25T22:21:02.871581+00:00"},
{"event_id":"evt_01a214cc4c9afa3d276486f8c0c57efd","type":"payment.captured","payment_id":"01a214cc-4bc7-7045-9771-dc6205f53555","outcome":"applied","received_at":"2026-11-25T22:21:03.012171+00:00"}
]');
select setval('payment.ledger_entry_sequence_seq', 4);
