-- What a key was used for, so that it is used for nothing else while no reply is kept under it.
alter table test_mail_try add column body_hash text;
alter table test_mail_try add column request_hash text;
