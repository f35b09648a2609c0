-- When the provider gives up what it holds, if nothing is captured before; null where nobody said so.
alter table payment add column authorized_until timestamptz;
