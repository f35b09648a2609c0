-- Which way of carrying mails a channel was tried with, by hand. The address it went to is nobody's
-- business afterwards.
create table test_mail (
  channel text not null,
  email_carrier text not null,
  sent_at timestamptz not null default kontor_now(),
  primary key (channel, email_carrier)
);
