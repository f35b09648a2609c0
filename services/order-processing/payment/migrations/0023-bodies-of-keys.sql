-- A fingerprint of what was sent to the gateway under the key of an authorization or a refund; null
-- where a release before began it, which did not keep it.
alter table payment
  add column authorize_attempt integer not null default 1,
  add column authorize_wire text;

alter table refund
  add column wire text;
