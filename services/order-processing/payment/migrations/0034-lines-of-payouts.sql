-- alone: lines come in while it is built. What says that it went to the bank, one or two a day.
drop index concurrently if exists balance_line_to_bank;
create index concurrently balance_line_to_bank on balance_line (account, line_id)
  where kind in ('payout', 'payout_failure');
