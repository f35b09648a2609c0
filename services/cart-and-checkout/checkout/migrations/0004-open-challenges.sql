-- alone: the table is in use; only attempts that a bank asked about are in these indexes
drop index concurrently if exists completion_challenge_person;
create index concurrently completion_challenge_person on completion (person, challenge_until)
  where challenge_until is not null;
drop index concurrently if exists completion_challenge_client;
create index concurrently completion_challenge_client on completion (client, challenge_until)
  where challenge_until is not null;
drop index concurrently if exists completion_challenge_email;
create index concurrently completion_challenge_email on completion (email_key, challenge_until)
  where challenge_until is not null;
