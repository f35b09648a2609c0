-- Why nothing goes on with a payment, e.g. `provider_without_keys`: until a start that has the keys.
alter table payment add column held_as text;
