-- Whether the sandbox made it in its provider's place; null where an earlier version did not say.
alter table payment add column sandbox boolean;
