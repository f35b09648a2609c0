-- What became of a message after its provider took it, as the provider reports.
alter table message
  add column email_delivery_state text not null default 'none'
    check (email_delivery_state in ('none', 'accepted', 'sent', 'delivered', 'undelivered')),
  add column email_delivery_at timestamptz,
  add column email_delivery_error text;
alter table message
  add column sms_delivery_state text not null default 'none'
    check (sms_delivery_state in ('none', 'accepted', 'sent', 'delivered', 'undelivered')),
  add column sms_delivery_at timestamptz,
  add column sms_delivery_error text,
  -- The text as it was tried first: a template that is edited since writes no other.
  add column sms_text text;

-- What providers reported, each once by their own id of it.
create table provider_report (
  id text primary key,
  provider text not null,
  kind text not null,
  message_id uuid,
  address text,
  detail text,
  occurred_at timestamptz not null,
  received_at timestamptz not null default kontor_now()
);
create index provider_report_age on provider_report (received_at);

-- Addresses that are written to no more, and why; one that was lifted is written to again.
create table suppression (
  id uuid primary key default uuidv7(),
  part text not null check (part in ('email', 'sms')),
  -- In small letters.
  address text not null,
  reason text not null,
  -- Of which channel; empty: of all.
  channel text not null default '',
  -- Whether messages about a contract or an account stop too.
  stops_all boolean not null,
  source text not null,
  message_id uuid,
  detail text,
  since timestamptz not null,
  lifted_at timestamptz,
  lifted_by text,
  unique (part, address, reason, channel)
);
create index suppression_newest on suppression (since, id);
