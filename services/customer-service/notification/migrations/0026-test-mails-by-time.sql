-- alone: the table is in use
drop index concurrently if exists test_mail_try_by_time;
create index concurrently test_mail_try_by_time on test_mail_try (channel, tried_at);
