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
