-- By whom what waits unpaid at a bank is counted: the person, and keyed hashes of the client's
-- address and of the e-mail address. Missing where an earlier version began the attempt.
alter table completion add column person text;
alter table completion add column client text;
alter table completion add column email_key text;
