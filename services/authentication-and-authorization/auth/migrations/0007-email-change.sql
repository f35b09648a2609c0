-- A customer's wish to sign in with another address, until the link in the mail to it comes back. What
-- was confirmed stays for half a year: from which address to which an account went, and when.
create table email_change (
  change_id uuid primary key,
  account_id uuid not null references account (account_id) on delete cascade,
  -- of the link; the hash covers the purpose
  token_hash bytea not null unique,
  email_before text not null,
  email text not null,
  email_canonical text not null,
  created_at timestamptz not null default kontor_now(),
  -- the link is good until then: not at all where the address has an account
  expires_at timestamptz not null,
  confirmed_at timestamptz
);
create unique index email_change_open on email_change (account_id) where confirmed_at is null;
create index email_change_account on email_change (account_id);
create index email_change_expiry on email_change (expires_at);

alter table session drop constraint session_end_reason_check;
alter table session add constraint session_end_reason_check check (end_reason in
  ('logout', 'password_changed', 'token_reused', 'account_disabled', 'factor_changed',
   'email_changed'))
  not valid;
alter table session validate constraint session_end_reason_check;
