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
