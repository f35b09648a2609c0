-- Each test mail before it is handed over, so that what arrives is known to be the shop's own. The
-- address it went to is nobody's business afterwards.
create table test_mail_try (
  message_id uuid primary key,
  channel text not null,
  tried_at timestamptz not null default kontor_now()
);
