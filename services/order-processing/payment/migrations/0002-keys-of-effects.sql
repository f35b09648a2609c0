-- Under which key an effect was asked for last. A provider forgets a key after a day: then its book
-- is asked, and what it does not know is asked for under the next one. 0: asked for by a version
-- that did not send our reference along.
alter table refund add column key_attempt int not null default 0;
-- since when that key is in use; null where it is the first one, of the request
alter table refund add column key_since timestamptz;
alter table payment add column void_attempt int not null default 0;
