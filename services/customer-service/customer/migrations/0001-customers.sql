create table customer (
  id uuid primary key,
  channel text not null,
  locale text not null,
  email text not null,
  first_name text,
  last_name text,
  -- E.164
  phone text,
  default_shipping_id uuid,
  default_billing_id uuid,
  version int not null default 1,
  created_at timestamptz not null default kontor_now(),
  updated_at timestamptz not null default kontor_now()
);
create index customer_newest on customer (created_at, id);
create index customer_email on customer (lower(email) text_pattern_ops);
create index customer_last_name on customer (lower(last_name) text_pattern_ops);

create table customer_address (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  address jsonb not null,
  created_at timestamptz not null default kontor_now()
);
create index customer_address_owner on customer_address (customer_id, id);

-- Every consent given or withdrawn, never changed: the newest of a purpose counts.
create table consent_entry (
  id uuid primary key,
  sequence bigint generated always as identity,
  customer_id uuid not null references customer (id),
  purpose text not null check (purpose in ('marketing_email', 'marketing_sms')),
  granted boolean not null,
  source text not null,
  text_version text not null,
  actor_kind text not null,
  actor_id text not null,
  at timestamptz not null default kontor_now()
);
create index consent_entry_newest on consent_entry (customer_id, purpose, sequence desc);

create table customer_group (
  id uuid primary key,
  code text not null unique,
  name text not null,
  created_at timestamptz not null default kontor_now()
);
create table customer_group_member (
  group_id uuid not null references customer_group (id) on delete cascade,
  customer_id uuid not null references customer (id),
  primary key (customer_id, group_id)
);
create index customer_group_member_group on customer_group_member (group_id, customer_id);

create table customer_note (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  author_id text not null,
  body text not null,
  created_at timestamptz not null default kontor_now()
);
create index customer_note_newest on customer_note (customer_id, created_at, id);

-- Orders of customers, as they were placed. An order may be heard of before its customer.
create table customer_order (
  order_id uuid primary key,
  customer_id uuid not null,
  order_number text not null,
  total_minor bigint not null,
  currency text not null,
  placed_at timestamptz not null
);
create index customer_order_number on customer_order (order_number);
create index customer_order_newest on customer_order (customer_id, placed_at desc);

-- Messages on their way to notification; gone once it has them.
create table mail_to_hand_on (
  message_id uuid primary key,
  message jsonb not null
);
