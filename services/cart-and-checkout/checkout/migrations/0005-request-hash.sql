-- Of what the client sent; null where the release before began the attempt.
alter table completion add column request_hash text;
