-- Of orders that are paid later: what was credited without money, and what was given up.
alter table orders add column credited_minor bigint not null default 0;
-- credits that were asked for and did not fail
alter table orders add column credit_claimed_minor bigint not null default 0;
alter table orders add column written_off_minor bigint not null default 0;
-- `credit`: goods came back that nobody had paid
alter table refund drop constraint refund_cause_check;
alter table refund add constraint refund_cause_check
  check (cause in ('staff', 'cancellation', 'credit')) not valid;
