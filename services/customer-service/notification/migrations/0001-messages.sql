-- A message is one e-mail and, where its template has one, one SMS: each part with its own state.
create table message (
  id uuid primary key,
  template text not null,
  channel text not null,
  locale text not null,
  customer_id uuid,
  email text,
  phone text,
  -- What the template is filled with; given up once nothing is left to send.
  data jsonb,
  -- Encrypted secrets of a link; given up once nothing is left to send.
  sealed text,
  expires_at timestamptz,
  email_state text not null
    check (email_state in ('none', 'queued', 'sending', 'sent', 'failed', 'suppressed')),
  email_attempts int not null default 0,
  email_error text,
  email_sent_at timestamptz,
  sms_state text not null
    check (sms_state in ('none', 'queued', 'sending', 'sent', 'failed', 'suppressed')),
  sms_attempts int not null default 0,
  sms_error text,
  sms_sent_at timestamptz,
  state text not null generated always as (
    case
      when email_state in ('queued', 'sending') or sms_state in ('queued', 'sending') then 'queued'
      when email_state = 'failed' or sms_state = 'failed' then 'failed'
      when email_state = 'sent' or sms_state = 'sent' then 'sent'
      else 'suppressed'
    end) stored,
  created_at timestamptz not null default kontor_now()
) with (fillfactor = 70);
create index message_newest on message (created_at, id);
create index message_unsent on message (state, created_at, id) where state in ('queued', 'failed');
create index message_customer on message (customer_id, created_at, id) where customer_id is not null;
create index message_email on message (lower(email), created_at, id) where email is not null;

-- Versions are never used twice, also not after a template went back to the built-in one.
create sequence template_version;

-- Templates as a shop has changed them, for one channel and locale; others are built in.
create table template_override (
  template text not null,
  channel text not null,
  locale text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  sms text,
  version int not null default nextval('template_version'),
  updated_at timestamptz not null default kontor_now(),
  primary key (template, channel, locale)
);

-- What customer tells of a person, so that consent is known here.
create table recipient (
  customer_id uuid primary key,
  email text not null,
  phone text,
  marketing_email boolean not null,
  marketing_sms boolean not null,
  version int not null
);

-- What a person has switched off in a channel; what is missing is on.
create table preference (
  customer_id uuid not null,
  channel text not null,
  transactional_sms boolean not null default true,
  marketing_email boolean not null default true,
  marketing_sms boolean not null default true,
  updated_at timestamptz not null default kontor_now(),
  primary key (customer_id, channel)
);

-- At most one alert a SKU and day.
create table low_stock_alert (
  sku text not null,
  day date not null,
  message_id uuid not null,
  primary key (sku, day)
);
