-- Captures of a payment that is captured in parts, one row each. One that is captured at once keeps its
-- capture in its own row, and has none here.
create table capture (
  capture_id uuid primary key,
  payment_id uuid not null references payment (payment_id),
  order_id uuid not null,
  state text not null check (state in ('requested', 'captured', 'refused')),
  amount_minor bigint not null check (amount_minor > 0),
  -- with all that was captured before
  total_minor bigint not null check (total_minor >= amount_minor),
  -- the gateway gives back what is left
  is_last boolean not null,
  currency text not null,
  key_attempt int not null default 1,
  key_since timestamptz not null default kontor_now(),
  requested_at timestamptz not null default kontor_now(),
  settled_at timestamptz
);
create index capture_payment on capture (payment_id);
-- one at a time
create unique index capture_under_way on capture (payment_id) where state = 'requested';

-- whether the gateway lets this one be captured several times; null where an earlier version did not ask
alter table payment add column in_parts boolean;
alter table payment drop constraint payment_state_check;
alter table payment add constraint payment_state_check check (state in ('authorizing',
  'requires_action', 'authorized', 'part_received', 'capturing', 'capturing_part', 'part_captured',
  'releasing', 'captured', 'voiding', 'voided', 'written_off', 'credited', 'failed', 'review'))
  not valid;
