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

-- applied 0002-keys-of-effects
-- Under which key an effect was asked for last. A provider forgets a key after a day: then its book
-- is asked, and what it does not know is asked for under the next one. 0: asked for by a version
-- that did not send our reference along.
alter table refund add column key_attempt int not null default 0;
-- since when that key is in use; null where it is the first one, of the request
alter table refund add column key_since timestamptz;
alter table payment add column void_attempt int not null default 0;

-- applied 0003-payment-methods
-- Ways to pay, of each channel. A channel without a row for `card` takes cards by itself, and
-- nothing else: whoever pays later is let in by staff.
create table payment_method (
  channel text not null,
  code text not null,
  kind text not null check (kind in ('card', 'invoice', 'cash_on_delivery')),
  provider text not null,
  provider_type text,
  min_minor bigint check (min_minor >= 0),
  max_minor bigint check (max_minor >= 0),
  countries text[] not null default '{}',
  currencies text[] not null default '{}',
  position int not null default 0,
  active boolean not null,
  due_days int not null default 14 check (due_days >= 0),
  -- {registered, groups, ceilingMinor}, or null
  rule jsonb,
  names jsonb not null default '{}',
  -- an authorization is begun under the version that was looked at, or not at all
  version int not null default 1,
  updated_at timestamptz not null default kontor_now(),
  primary key (channel, code)
);

-- The method's code beside its kind, and who carries it out.
alter table payment add column method_code text;
alter table payment add column provider text;

-- Whoever owes: locked while a promise is measured against a ceiling.
create table debtor (
  debtor_key text primary key
);

-- One row a promise: who owes it, until when, and what of it is not owed any more without money.
create table receivable (
  payment_id uuid primary key references payment (payment_id),
  order_id uuid not null,
  channel text not null,
  -- an account's id, or the SHA-256 of a guest's e-mail address; null where an earlier version made it
  debtor_key text,
  due_at timestamptz not null,
  credited_minor bigint not null default 0 check (credited_minor >= 0),
  written_off_minor bigint not null default 0 check (written_off_minor >= 0),
  -- nothing of it is open any more
  settled boolean not null default false,
  created_at timestamptz not null default kontor_now()
);
create index receivable_debtor on receivable (debtor_key) where not settled;
create index receivable_due on receivable (due_at, payment_id) where not settled;
create index receivable_order on receivable (order_id);

insert into receivable (payment_id, order_id, channel, due_at, settled, created_at)
select payment_id, order_id, channel, created_at + interval '14 days',
       state in ('captured', 'voided', 'failed'), created_at
from payment where authorization_kind = 'promise';

-- applied 0004-taken-back
-- What the gateway takes back later: a refund that comes back, a capture, a payment that the buyer's
-- bank disputes.
alter table refund add column taken_back_at timestamptz;
alter table payment add column capture_taken_back_at timestamptz;
alter table payment add column dispute_state text;

-- By the gateway's id. `closed`: an inquiry that ended without money moving.
create table dispute (
  dispute_id text primary key,
  payment_id uuid not null references payment (payment_id),
  order_id uuid not null,
  state text not null check (state in ('inquiry', 'open', 'won', 'lost', 'closed')),
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null,
  reason text not null,
  -- the gateway took the disputed money from our account, and gave it back
  withdrawn boolean not null,
  reinstated boolean not null,
  -- of the newest event that was taken
  told_at timestamptz not null,
  opened_at timestamptz not null default kontor_now()
);
create index dispute_payment on dispute (payment_id);

-- An event that is not understood is kept for a person, also where it names no payment of ours.
alter table payment_review alter column payment_id drop not null;

alter table ledger_posting drop constraint ledger_posting_account_check;
alter table ledger_posting add constraint ledger_posting_account_check check (account in (
  'gateway_clearing', 'customer_payments', 'accounts_receivable', 'bank_receipts',
  'disputed_payments', 'dispute_losses')) not valid;

-- applied 0005-receipts
-- Money that came in by hand. `surplus`: more than was owed, or for what is owed no more.
create table receipt (
  receipt_id uuid primary key,
  payment_id uuid not null references payment (payment_id),
  order_id uuid not null,
  channel text not null,
  source text not null check (source in ('bank', 'cash', 'provider')),
  reference text not null,
  amount_minor bigint not null check (amount_minor > 0),
  applied_minor bigint not null check (applied_minor >= 0),
  surplus_minor bigint not null check (surplus_minor >= 0),
  surplus_kind text check (surplus_kind in ('overpaid', 'unassigned')),
  currency text not null,
  received_at timestamptz not null,
  created_at timestamptz not null default kontor_now(),
  constraint receipt_reference unique (source, reference),
  check (applied_minor + surplus_minor = amount_minor)
);
create index receipt_order on receipt (order_id, created_at);

-- why staff gave up what was owed
alter table receivable add column write_off_reason text;

alter table payment drop constraint payment_state_check;
alter table payment add constraint payment_state_check check (state in ('authorizing',
  'requires_action', 'authorized', 'part_received', 'capturing', 'captured', 'voiding', 'voided',
  'written_off', 'credited', 'failed', 'review')) not valid;
alter table ledger_posting drop constraint ledger_posting_account_check;
alter table ledger_posting add constraint ledger_posting_account_check check (account in (
  'gateway_clearing', 'customer_payments', 'accounts_receivable', 'bank_receipts', 'bad_debt',
  'unassigned_money', 'disputed_payments', 'dispute_losses')) not valid;

-- applied 0006-kept-objects
-- What a provider told, word for word: in `detail` it would be too long for the key that tells reviews apart.
alter table payment_review add column object jsonb;

-- applied 0007-pay-outs
-- Money that a person pays back from the shop's account: a refund of what came in by hand, under the
-- refund's id, or a surplus. No gateway does it, so it is done when staff says so.
create table pay_out (
  pay_out_id uuid primary key,
  kind text not null check (kind in ('refund', 'surplus')),
  payment_id uuid not null references payment (payment_id),
  order_id uuid not null,
  channel text not null,
  receipt_id uuid references receipt (receipt_id),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  reason text not null,
  state text not null default 'to_pay_out' check (state in ('to_pay_out', 'paid_out', 'cancelled')),
  reference text,
  paid_at timestamptz,
  cancel_reason text,
  created_at timestamptz not null default kontor_now(),
  ended_at timestamptz,
  check ((kind = 'surplus') = (receipt_id is not null)),
  check ((state = 'paid_out') = (paid_at is not null and reference is not null))
);
create index pay_out_by_state on pay_out (state, created_at, pay_out_id);
create index pay_out_receipt on pay_out (receipt_id) where receipt_id is not null;

-- Of a surplus: what was paid back, or is about to be.
alter table receipt add column surplus_claimed_minor bigint not null default 0;
alter table receipt add constraint receipt_claimed_within_surplus
  check (surplus_claimed_minor between 0 and surplus_minor) not valid;

-- applied 0008-surpluses
-- alone: receipts are written while it is built
drop index concurrently if exists receipt_surplus;
create index concurrently receipt_surplus on receipt (created_at, receipt_id)
  where surplus_minor > surplus_claimed_minor;

-- applied 0009-bound-pay-outs
-- The order is cancelled: what came in for it goes back, so no pay-out of it can be cancelled.
alter table payment add column pay_outs_bound boolean not null default false;

-- applied 0010-terms
-- What is owed is due so many days after the invoice. Empty of what an earlier version let go, which
-- counted from there.
alter table receivable add column due_days int;
alter table receivable add column invoiced_at timestamptz;

-- applied 0011-receipt-references
-- alone: receipts are written while it is built. Two shops' tills may count alike.
drop index concurrently if exists receipt_reference_of_channel;
create unique index concurrently receipt_reference_of_channel
  on receipt (channel, source, reference);

-- applied 0012-receipt-references-of-all
alter table receipt drop constraint if exists receipt_reference;

-- applied 0013-assigned-surpluses
-- Money that was nobody's counts for another order: a receipt of that order, which says of which
-- receipt the money is a part. The money itself came in once, so its reference may stand there again.
alter table receipt add column assigned_from uuid references receipt (receipt_id);
alter table receipt add constraint receipt_assigned_is_applied
  check (assigned_from is null or surplus_minor = 0) not valid;

-- applied 0014-receipt-references-of-money
-- alone: receipts are written while it is built. What is assigned repeats the reference of its money.
drop index concurrently if exists receipt_reference_of_money;
create unique index concurrently receipt_reference_of_money
  on receipt (channel, source, reference) where assigned_from is null;

-- applied 0015-assigned-receipts
-- alone: receipts are written while it is built
drop index concurrently if exists receipt_assigned;
create index concurrently receipt_assigned on receipt (assigned_from) where assigned_from is not null;

-- applied 0016-receipt-references-once
drop index if exists receipt_reference_of_channel;

-- applied 0017-payment-provider
-- Every payment says at which provider it was made: cards at Stripe (or at the sandbox in its place),
-- promises in the shop's own books. What staff had written beside a method chose nothing.
update payment set provider = case authorization_kind when 'card' then 'stripe' else 'shop' end
where provider is distinct from case authorization_kind when 'card' then 'stripe' else 'shop' end;
-- an earlier version beside this one may end what was never begun without naming any
alter table payment alter column provider set default 'stripe';
alter table payment alter column provider set not null;

-- applied 0018-gateway-ids-of-providers
-- alone: payments are made while it is built. Two providers may give the same id.
drop index concurrently if exists payment_at_provider;
create unique index concurrently payment_at_provider on payment (gateway_payment_id, provider);

-- applied 0019-gateway-ids-once-a-provider
-- Of one provider alone an id is given once; 0018 sees to that.
alter table payment drop constraint if exists payment_gateway_payment_id_key;

-- applied 0020-held-payments
-- Why nothing goes on with a payment, e.g. `provider_without_keys`: until a start that has the keys.
alter table payment add column held_as text;

-- applied 0021-held-payments-found
-- alone: payments are made while it is built. Hardly any is ever held.
drop index concurrently if exists payment_held;
create index concurrently payment_held on payment (provider) where held_as is not null;

-- applied 0022-made-in-sandbox
-- Whether the sandbox made it in its provider's place; null where an earlier version did not say.
alter table payment add column sandbox boolean;

-- applied 0023-bodies-of-keys
-- A fingerprint of what was sent to the gateway under the key of an authorization or a refund; null
-- where a release before began it, which did not keep it.
alter table payment
  add column authorize_attempt integer not null default 1,
  add column authorize_wire text;

alter table refund
  add column wire text;

-- applied 0024-unknown-places-found
-- alone: payments are made while it is built. Of which nothing says where they were made: few.
drop index concurrently if exists payment_made_anywhere;
create index concurrently payment_made_anywhere on payment (payment_id)
  where sandbox is null and gateway_payment_id is null;

-- rows
insert into "payment"."broker_seen" (one, server_id, stream_made_at, marks_made) overriding system value
select one, server_id, stream_made_at, marks_made from json_populate_recordset(null::"payment"."broker_seen", '[
{"one":true,"server_id":"NBVAET43GHKIK2IKYXQVLOWOTQ7PIPRE2Q2VF5II5OSOZU3HSAS7VCRF","stream_made_at":"2026-11-26T13:24:53.256+00:00","marks_made":true}
]');
insert into "payment"."ledger_entry" (entry_id, sequence, payment_id, order_id, kind, source, posted_at) overriding system value
select entry_id, sequence, payment_id, order_id, kind, source, posted_at from json_populate_recordset(null::"payment"."ledger_entry", '[
{"entry_id":"01a21807-e62f-7028-80f4-56c278bd0aaf","sequence":1,"payment_id":"01a21807-e448-7823-9d46-cc2b688110a4","order_id":"01a21807-e448-75c5-98f7-2bdb02943f9d","kind":"capture","source":"capture:01a21807-e448-7823-9d46-cc2b688110a4","posted_at":"2026-11-26T13:25:00.593757+00:00"},
{"entry_id":"01a21807-ea84-7477-8a6a-a7b2d3648908","sequence":2,"payment_id":"01a21807-e9f8-72b6-9de7-095fe8d87a4c","order_id":"01a21807-e9f8-7639-98a9-f15aa7c1babc","kind":"capture","source":"capture:01a21807-e9f8-72b6-9de7-095fe8d87a4c","posted_at":"2026-11-26T13:25:01.702651+00:00"},
{"entry_id":"01a21807-ebfb-76de-8936-5bbe8a977d3d","sequence":3,"payment_id":"01a21807-eba9-7eef-af62-68c2aa01a24e","order_id":"01a21807-eba9-74a2-a957-470ff97687d3","kind":"capture","source":"capture:01a21807-eba9-7eef-af62-68c2aa01a24e","posted_at":"2026-11-26T13:25:02.075467+00:00"},
{"entry_id":"01a21807-ee39-7a7a-a849-f45b245856f6","sequence":4,"payment_id":"01a21807-edfa-77b7-aba0-e9b21612a66f","order_id":"01a21807-edfa-7a39-8602-6ae08054d3ce","kind":"capture","source":"capture:01a21807-edfa-77b7-aba0-e9b21612a66f","posted_at":"2026-11-26T13:25:02.65028+00:00"}
]');
insert into "payment"."ledger_posting" (entry_id, line, account, direction, amount_minor, currency) overriding system value
select entry_id, line, account, direction, amount_minor, currency from json_populate_recordset(null::"payment"."ledger_posting", '[
{"entry_id":"01a21807-e62f-7028-80f4-56c278bd0aaf","line":1,"account":"gateway_clearing","direction":"debit","amount_minor":1780,"currency":"EUR"},
{"entry_id":"01a21807-e62f-7028-80f4-56c278bd0aaf","line":2,"account":"customer_payments","direction":"credit","amount_minor":1780,"currency":"EUR"},
{"entry_id":"01a21807-ea84-7477-8a6a-a7b2d3648908","line":1,"account":"gateway_clearing","direction":"debit","amount_minor":1780,"currency":"EUR"},
{"entry_id":"01a21807-ea84-7477-8a6a-a7b2d3648908","line":2,"account":"customer_payments","direction":"credit","amount_minor":1780,"currency":"EUR"},
{"entry_id":"01a21807-ebfb-76de-8936-5bbe8a977d3d","line":1,"account":"gateway_clearing","direction":"debit","amount_minor":37800,"currency":"EUR"},
{"entry_id":"01a21807-ebfb-76de-8936-5bbe8a977d3d","line":2,"account":"customer_payments","direction":"credit","amount_minor":37800,"currency":"EUR"},
{"entry_id":"01a21807-ee39-7a7a-a849-f45b245856f6","line":1,"account":"gateway_clearing","direction":"debit","amount_minor":1780,"currency":"EUR"},
{"entry_id":"01a21807-ee39-7a7a-a849-f45b245856f6","line":2,"account":"customer_payments","direction":"credit","amount_minor":1780,"currency":"EUR"}
]');
insert into "payment"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"payment"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-26T13:23:14.315148+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-26T13:23:14.527428+00:00"},
{"name":"0000-platform-event-marks","checksum":"XYfvbdxxlNI1fCzMuGvrSCAqo_1W3tRLfsnxEAq6brQ","applied_at":"2026-11-26T13:23:14.630214+00:00"},
{"name":"0000-platform-event-marks-index","checksum":"tgtX1S8ZeG_txwWsPl41K7w8au0DSqTERWkD_ihr_2s","applied_at":"2026-11-26T13:23:14.657743+00:00"},
{"name":"0000-platform-audit-channels","checksum":"Pd6moxwuDi7L_jVKOdv8EOsMorJ1Ig4F-YmmV-kZwYQ","applied_at":"2026-11-26T13:23:14.701754+00:00"},
{"name":"0000-platform-audit-index","checksum":"xN6jPsG3Hz8GtA45AIfPza7a3A86VjtwT5f2472qb4U","applied_at":"2026-11-26T13:23:14.761663+00:00"},
{"name":"0000-platform-updates","checksum":"GHpAeu2Cx658qpEC7Dfb2UEhCy85FEyhhzL_xDR48rI","applied_at":"2026-11-26T13:23:14.772561+00:00"},
{"name":"0000-platform-held-stories","checksum":"AvkUI8B8Ft8wkbis7QT0gO7WExHprwWdqUOf8GPq99U","applied_at":"2026-11-26T13:23:14.793933+00:00"},
{"name":"0000-platform-request-hash","checksum":"PP1rsEwEKyZsrlXd-GZZ6FnAk-QPtiiACH1vWOXD1Nw","applied_at":"2026-11-26T13:23:14.855289+00:00"},
{"name":"0001-payment","checksum":"FRL-lT3QJ7Km_f0bELPTXMgFgk_AdSanWSoNBOWdwmY","applied_at":"2026-11-26T13:23:14.896567+00:00"},
{"name":"0002-keys-of-effects","checksum":"biT-_HGnoBTTh4F-yMTYNlFpyfrV-E2EV0fRp0_CJoM","applied_at":"2026-11-26T13:23:15.117756+00:00"},
{"name":"0003-payment-methods","checksum":"iMREqNbG12W2po_eD6LLRQ6gDSBzjVBlF-94H_ILdKc","applied_at":"2026-11-26T13:23:15.168682+00:00"},
{"name":"0004-taken-back","checksum":"b7O932hZuuTk5VwIjjlVmgt-VkJw0LhqSBHLXtBH3nw","applied_at":"2026-11-26T13:23:15.503949+00:00"},
{"name":"0005-receipts","checksum":"kJG0OfyfZs8gcp5JXrmGJLCOL-_PyiFRnL5sDk5xNxk","applied_at":"2026-11-26T13:23:15.62988+00:00"},
{"name":"0006-kept-objects","checksum":"3Emzl6zYIG9XsrVcxYDs9tM0dk0cICx62ZGfDyQArqI","applied_at":"2026-11-26T13:23:15.741761+00:00"},
{"name":"0007-pay-outs","checksum":"q7wYeTcCveE_OiQZ9An1Ah-2NRpmvzWr3gZ5QxEwuw0","applied_at":"2026-11-26T13:23:15.746696+00:00"},
{"name":"0008-surpluses","checksum":"-lxkrTvQfM8FGb9U6x9V2-Mf_fFH9q1zAXrZsfGHk3s","applied_at":"2026-11-26T13:23:15.911388+00:00"},
{"name":"0009-bound-pay-outs","checksum":"ynHIi2YzCT3k-tUvpvNF0Gz4RRIAoVlJZjAp0rmyOSA","applied_at":"2026-11-26T13:23:15.949774+00:00"},
{"name":"0010-terms","checksum":"cpLjblwZB0QVDfaGgzR-Tme_r6Wru3MJDA4YxfC9CY0","applied_at":"2026-11-26T13:23:16.005762+00:00"},
{"name":"0011-receipt-references","checksum":"gEL8tIJ4rwR5jXz3mA6UbJ2UmuXzL1_qqa3P8FQ0mt8","applied_at":"2026-11-26T13:23:16.029734+00:00"},
{"name":"0012-receipt-references-of-all","checksum":"8HlofaxwaEcXNdwooyDajXXzrS3XIjeccVh-oWkTTlY","applied_at":"2026-11-26T13:23:16.04573+00:00"},
{"name":"0013-assigned-surpluses","checksum":"ZYr5knoPw3hF-T2SWZ2H0sjhfRA5qzr9JY1CZW3T8S4","applied_at":"2026-11-26T13:23:16.062813+00:00"},
{"name":"0014-receipt-references-of-money","checksum":"65gvqvnu1Ok497r6dl89nf9e_grkjBOPcWozir6QBoE","applied_at":"2026-11-26T13:23:16.09348+00:00"},
{"name":"0015-assigned-receipts","checksum":"Y8tBhvURYc9zgZRXhaWHUIJsQM7BNkpf5Q52YNaz8cE","applied_at":"2026-11-26T13:23:16.097721+00:00"},
{"name":"0016-receipt-references-once","checksum":"MVyGW0NVecvPjRTq_JbmVjXhHmCMIRTO3gnKbHlC3XQ","applied_at":"2026-11-26T13:23:16.110577+00:00"},
{"name":"0017-payment-provider","checksum":"98NLMq3wZkXlRJKqLrdyGdpKb8V5HazVZ1luTfalJpU","applied_at":"2026-11-26T13:23:16.123111+00:00"},
{"name":"0018-gateway-ids-of-providers","checksum":"akkAGLYRc01YW_eV1KNh26DlTyjvFETqW7taTtyMMTQ","applied_at":"2026-11-26T13:23:16.130849+00:00"},
{"name":"0019-gateway-ids-once-a-provider","checksum":"oZZDig5cAxTkNQRN-by2MBKkj3Z3Zdo4D3LP0eY21o4","applied_at":"2026-11-26T13:23:16.135335+00:00"},
{"name":"0020-held-payments","checksum":"wBIEuggCdID4V0x7SjopsjgrgIeT2T-pJIyOu9O7ZE0","applied_at":"2026-11-26T13:23:16.141035+00:00"},
{"name":"0021-held-payments-found","checksum":"NiemR6niZlW-CR5pagvo6nBdp4TOjIc6kMuFoIf1WYY","applied_at":"2026-11-26T13:23:16.151842+00:00"},
{"name":"0022-made-in-sandbox","checksum":"8Jabg8_yBR2ISRAsw-GRH_HjeBlGF8NrR9GnPR8oyMA","applied_at":"2026-11-26T13:23:16.156762+00:00"},
{"name":"0023-bodies-of-keys","checksum":"FyW9VxUaQQYpHoYIk_uy9GTvRbE4d2cF3TXW2_b5ge8","applied_at":"2026-11-26T13:23:16.15948+00:00"},
{"name":"0024-unknown-places-found","checksum":"2WzMI-MEAQ3JfXS7FomLBD9zu268E5HV_Zj2KyuOF6c","applied_at":"2026-11-26T13:23:16.161792+00:00"}
]');
insert into "payment"."payment" (payment_id, checkout_id, order_id, order_number, channel, method, authorization_kind, state, version, currency, amount_minor, authorized_minor, capture_minor, capture_attempt, captured_minor, refunded_minor, refund_pending_minor, disputed_minor, gateway_payment_id, next_action_url, decline_code, token, force_challenge, return_url, created_at, moved_at, void_attempt, method_code, provider, capture_taken_back_at, dispute_state, pay_outs_bound, held_as, sandbox, authorize_attempt, authorize_wire) overriding system value
select payment_id, checkout_id, order_id, order_number, channel, method, authorization_kind, state, version, currency, amount_minor, authorized_minor, capture_minor, capture_attempt, captured_minor, refunded_minor, refund_pending_minor, disputed_minor, gateway_payment_id, next_action_url, decline_code, token, force_challenge, return_url, created_at, moved_at, void_attempt, method_code, provider, capture_taken_back_at, dispute_state, pay_outs_bound, held_as, sandbox, authorize_attempt, authorize_wire from json_populate_recordset(null::"payment"."payment", '[
{"payment_id":"01a21807-e448-7823-9d46-cc2b688110a4","checkout_id":"01a21807-e272-7a07-abe6-1c1e4bcc6d6e","order_id":"01a21807-e448-75c5-98f7-2bdb02943f9d","order_number":"K-100001","channel":"default","method":"card","authorization_kind":"card","state":"captured","version":4,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":1780,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a21807e561e8736e509d0ebbee","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-26T13:25:00.355614+00:00","moved_at":"2026-11-26T13:25:00.593757+00:00","void_attempt":0,"method_code":"card","provider":"stripe","capture_taken_back_at":null,"dispute_state":null,"pay_outs_bound":false,"held_as":null,"sandbox":true,"authorize_attempt":1,"authorize_wire":"M7adtA77m8AwUUOjyHglHC"},
{"payment_id":"01a21807-f473-7b8c-ae2b-0c85181db3bd","checkout_id":"01a21807-f3da-7f52-869b-0961740efdaf","order_id":"01a21807-f473-7115-8038-825cca2d5a39","order_number":"K-100006","channel":"default","method":"card","authorization_kind":"card","state":"review","version":5,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":2,"captured_minor":0,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a21807f4b7ab5b1367f1de64e5","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-26T13:25:04.292184+00:00","moved_at":"2026-11-26T13:25:36.709297+00:00","void_attempt":0,"method_code":"card","provider":"stripe","capture_taken_back_at":null,"dispute_state":null,"pay_outs_bound":false,"held_as":null,"sandbox":true,"authorize_attempt":1,"authorize_wire":"x4gIpZRWK_90vfz57ScAxb"},
{"payment_id":"01a21807-e9f8-72b6-9de7-095fe8d87a4c","checkout_id":"01a21807-e9a5-7a1c-87cb-a525abd89399","order_id":"01a21807-e9f8-7639-98a9-f15aa7c1babc","order_number":"K-100002","channel":"default","method":"card","authorization_kind":"card","state":"captured","version":4,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":1780,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a21807ea1e03a5381032caffd7","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-26T13:25:01.587146+00:00","moved_at":"2026-11-26T13:25:01.702651+00:00","void_attempt":0,"method_code":"card","provider":"stripe","capture_taken_back_at":null,"dispute_state":null,"pay_outs_bound":false,"held_as":null,"sandbox":true,"authorize_attempt":1,"authorize_wire":"fPWDGq7V0UWiahpbLRTA11"},
{"payment_id":"01a21807-eba9-7eef-af62-68c2aa01a24e","checkout_id":"01a21807-eb5b-78f7-b60c-d9d3192bf346","order_id":"01a21807-eba9-74a2-a957-470ff97687d3","order_number":"K-100003","channel":"default","method":"card","authorization_kind":"card","state":"captured","version":4,"currency":"EUR","amount_minor":37800,"authorized_minor":37800,"capture_minor":37800,"capture_attempt":1,"captured_minor":37800,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a21807ebc11b48cfd46b9e9ef9","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-26T13:25:02.014+00:00","moved_at":"2026-11-26T13:25:02.075467+00:00","void_attempt":0,"method_code":"card","provider":"stripe","capture_taken_back_at":null,"dispute_state":null,"pay_outs_bound":false,"held_as":null,"sandbox":true,"authorize_attempt":1,"authorize_wire":"ZJfArIjvicyQE9r2_Gdwmy"},
{"payment_id":"01a21808-9f3b-7ca0-a1e2-fcbc1a5ada63","checkout_id":"01a21808-9ede-7a44-909d-7270e7c8f15e","order_id":"01a21808-9f3b-7649-9ac4-5afccfb25dd4","order_number":"K-100007","channel":"default","method":"card","authorization_kind":"card","state":"capturing","version":3,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":0,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a218089f521967f8de94d3d5f3","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-26T13:25:47.983632+00:00","moved_at":"2026-11-26T13:25:48.067991+00:00","void_attempt":0,"method_code":"card","provider":"stripe","capture_taken_back_at":null,"dispute_state":null,"pay_outs_bound":false,"held_as":null,"sandbox":true,"authorize_attempt":1,"authorize_wire":"zYpHIKXIuAUECyAA_fIG5D"},
{"payment_id":"01a21807-edfa-77b7-aba0-e9b21612a66f","checkout_id":"01a21807-eda6-7c2d-acb3-19eb18148e67","order_id":"01a21807-edfa-7a39-8602-6ae08054d3ce","order_number":"K-100004","channel":"default","method":"card","authorization_kind":"card","state":"captured","version":5,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":1780,"refunded_minor":0,"refund_pending_minor":500,"disputed_minor":0,"gateway_payment_id":"pi_01a21807ee0e8a0b0f0ac8e9dd73","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-26T13:25:02.602702+00:00","moved_at":"2026-11-26T13:25:02.773829+00:00","void_attempt":0,"method_code":"card","provider":"stripe","capture_taken_back_at":null,"dispute_state":null,"pay_outs_bound":false,"held_as":null,"sandbox":true,"authorize_attempt":1,"authorize_wire":"ZIMtcVoiSNy3vsfPPtFmHJ"},
{"payment_id":"01a21807-ef24-74ed-ba5d-1cd6e071188e","checkout_id":"01a21807-eedf-7326-b353-cff436f65dc8","order_id":"01a21807-ef24-7d21-9a6e-e105b5d04c90","order_number":"K-100005","channel":"default","method":"card","authorization_kind":"card","state":"requires_action","version":2,"currency":"EUR","amount_minor":1780,"authorized_minor":0,"capture_minor":null,"capture_attempt":0,"captured_minor":0,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a21807ef3abb536b58b822b22b","next_action_url":"http://127.0.0.1:41413/payment/challenge/pi_01a21807ef3abb536b58b822b22b","decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-26T13:25:02.903914+00:00","moved_at":"2026-11-26T13:25:02.910777+00:00","void_attempt":0,"method_code":"card","provider":"stripe","capture_taken_back_at":null,"dispute_state":null,"pay_outs_bound":false,"held_as":null,"sandbox":true,"authorize_attempt":1,"authorize_wire":"h-kjprbU2z9_7kAV0cI0QU"},
{"payment_id":"01a21808-a02a-7f01-8f58-b54cd4424881","checkout_id":"01a21808-9fbf-70d0-80a9-ab14a6c66a25","order_id":"01a21808-a02a-7a37-a53d-2b46ad84bc5c","order_number":"K-100008","channel":"default","method":"card","authorization_kind":"card","state":"capturing","version":3,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":0,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a21808a03c3a6916167a6e6854","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-26T13:25:48.218128+00:00","moved_at":"2026-11-26T13:25:48.263201+00:00","void_attempt":0,"method_code":"card","provider":"stripe","capture_taken_back_at":null,"dispute_state":null,"pay_outs_bound":false,"held_as":null,"sandbox":true,"authorize_attempt":1,"authorize_wire":"lwWZSIN2PZm9i3DLAZNn1I"},
{"payment_id":"01a21808-a132-79c1-8057-aeb594f1ea08","checkout_id":"01a21808-a0ce-7b1a-81ee-26f14cd97118","order_id":"01a21808-a132-7a6f-aecd-f9b4a7831c59","order_number":"K-100009","channel":"default","method":"card","authorization_kind":"card","state":"capturing","version":3,"currency":"EUR","amount_minor":1780,"authorized_minor":1780,"capture_minor":1780,"capture_attempt":1,"captured_minor":0,"refunded_minor":0,"refund_pending_minor":0,"disputed_minor":0,"gateway_payment_id":"pi_01a21808a15065b54d1b4f5639e2","next_action_url":null,"decline_code":null,"token":null,"force_challenge":false,"return_url":"https://shop.kontor.example/return","created_at":"2026-11-26T13:25:48.493748+00:00","moved_at":"2026-11-26T13:25:48.579516+00:00","void_attempt":0,"method_code":"card","provider":"stripe","capture_taken_back_at":null,"dispute_state":null,"pay_outs_bound":false,"held_as":null,"sandbox":true,"authorize_attempt":1,"authorize_wire":"977P-Dut5PPx3x7aPvEMmN"}
]');
insert into "payment"."payment_review" (review_id, payment_id, reason, detail, created_at, object) overriding system value
select review_id, payment_id, reason, detail, created_at, object from json_populate_recordset(null::"payment"."payment_review", '[
{"review_id":"01a21808-734b-7f7d-8049-169d7e0f3a01","payment_id":"01a21807-f473-7b8c-ae2b-0c85181db3bd","reason":"capture_disagrees","detail":{"currency": "EUR", "capturedMinor": 1781},"created_at":"2026-11-26T13:25:36.709297+00:00","object":null}
]');
insert into "payment"."refund" (refund_id, payment_id, order_id, origin, state, amount_minor, currency, reason, gateway_refund_id, refusal_code, requested_at, settled_at, key_attempt, key_since, taken_back_at, wire) overriding system value
select refund_id, payment_id, order_id, origin, state, amount_minor, currency, reason, gateway_refund_id, refusal_code, requested_at, settled_at, key_attempt, key_since, taken_back_at, wire from json_populate_recordset(null::"payment"."refund", '[
{"refund_id":"01a21807-ee9f-7d51-937b-5dc989125f58","payment_id":"01a21807-edfa-77b7-aba0-e9b21612a66f","order_id":"01a21807-edfa-7a39-8602-6ae08054d3ce","origin":"shop","state":"requested","amount_minor":500,"currency":"EUR","reason":"damaged in transit","gateway_refund_id":null,"refusal_code":null,"requested_at":"2026-11-26T13:25:02.773829+00:00","settled_at":null,"key_attempt":1,"key_since":null,"taken_back_at":null,"wire":"VG0eBvpu-yPy6p84rcXqGT"}
]');
insert into "payment"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as from json_populate_recordset(null::"payment"."story", '[
{"name":"settle_payment","id":"01a21808-a02a-7f01-8f58-b54cd4424881","state":"open","attempts":5,"next_attempt_at":"2026-11-26T13:26:06.627595+00:00","last_error":"Error: payment 01a21808-a02a-7f01-8f58-b54cd4424881 is still capturing at the gateway","channel":"default","locale":"en","traceparent":"00-3eb0329de4e9b7b49c5647f5e350f278-4f6c6e62f0b97924-01","created_at":"2026-11-26T13:25:48.263201+00:00","finished_at":null,"held_as":null},
{"name":"settle_payment","id":"01a21807-edfa-77b7-aba0-e9b21612a66f","state":"open","attempts":13,"next_attempt_at":"2026-11-26T13:26:16.908538+00:00","last_error":"Error: payment 01a21807-edfa-77b7-aba0-e9b21612a66f is still captured at the gateway","channel":"default","locale":"en","traceparent":"00-4068876c6701dcd2f4ed693dd62a3933-74696072153c020a-01","created_at":"2026-11-26T13:25:02.773829+00:00","finished_at":null,"held_as":null},
{"name":"settle_payment","id":"01a21808-9f3b-7ca0-a1e2-fcbc1a5ada63","state":"open","attempts":5,"next_attempt_at":"2026-11-26T13:26:08.152418+00:00","last_error":"Error: payment 01a21808-9f3b-7ca0-a1e2-fcbc1a5ada63 is still capturing at the gateway","channel":"default","locale":"en","traceparent":"00-4d77a7803a219811408f41ee3f046a45-7e24f22424d7f6b8-01","created_at":"2026-11-26T13:25:48.067991+00:00","finished_at":null,"held_as":null},
{"name":"settle_payment","id":"01a21808-a132-79c1-8057-aeb594f1ea08","state":"open","attempts":6,"next_attempt_at":"2026-11-26T13:26:09.288662+00:00","last_error":"Error: payment 01a21808-a132-79c1-8057-aeb594f1ea08 is still capturing at the gateway","channel":"default","locale":"en","traceparent":"00-a09ce5dfebb508f14085780e2d45d9c9-b96cd3ccb49e1af8-01","created_at":"2026-11-26T13:25:48.579516+00:00","finished_at":null,"held_as":null},
{"name":"settle_payment","id":"01a21807-f473-7b8c-ae2b-0c85181db3bd","state":"open","attempts":0,"next_attempt_at":"2026-11-26T13:35:36.733595+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-f385f238e3e5a3fe2530881bed186bda-0eb6076a40a15d7d-01","created_at":"2026-11-26T13:25:36.709297+00:00","finished_at":null,"held_as":null}
]');
insert into "payment"."webhook_inbox" (event_id, type, payment_id, outcome, received_at) overriding system value
select event_id, type, payment_id, outcome, received_at from json_populate_recordset(null::"payment"."webhook_inbox", '[
{"event_id":"evt_01a21807e562e60d6c279125d1ab7f45","type":"payment.authorized","payment_id":"01a21807-e448-7823-9d46-cc2b688110a4","outcome":"applied","received_at":"2026-11-26T13:25:00.532042+00:00"},
{"event_id":"evt_01a21807e62ae96e50851542cf196b8b","type":"payment.captured","payment_id":"01a21807-e448-7823-9d46-cc2b688110a4","outcome":"applied","received_at":"2026-11-26T13:25:00.610645+00:00"},
{"event_id":"evt_01a21807ea1ec8451ebc0c372535768a","type":"payment.authorized","payment_id":"01a21807-e9f8-72b6-9de7-095fe8d87a4c","outcome":"applied","received_at":"2026-11-26T13:25:01.613158+00:00"},
{"event_id":"evt_01a21807ea7e02c6c389eadbb9dffa30","type":"payment.captured","payment_id":"01a21807-e9f8-72b6-9de7-095fe8d87a4c","outcome":"applied","received_at":"2026-11-26T13:25:01.720715+00:00"},
{"event_id":"evt_01a21807ebc1554406306d9edff5fb1e","type":"payment.authorized","payment_id":"01a21807-eba9-7eef-af62-68c2aa01a24e","outcome":"applied","received_at":"2026-11-26T13:25:02.031495+00:00"},
{"event_id":"evt_01a21807ebf9d146b4c5c14a316ef0cd","type":"payment.captured","payment_id":"01a21807-eba9-7eef-af62-68c2aa01a24e","outcome":"applied","received_at":"2026-11-26T13:25:02.100387+00:00"},
{"event_id":"evt_01a21807ee0e0b9a03ed6cc28c6abe3f","type":"payment.authorized","payment_id":"01a21807-edfa-77b7-aba0-e9b21612a66f","outcome":"applied","received_at":"2026-11-26T13:25:02.616584+00:00"},
{"event_id":"evt_01a21807ee384c5be25e71d720f33618","type":"payment.captured","payment_id":"01a21807-edfa-77b7-aba0-e9b21612a66f","outcome":"applied","received_at":"2026-11-26T13:25:02.66022+00:00"}
]');
select setval('payment.ledger_entry_sequence_seq', 4);
