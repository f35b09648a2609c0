-- A difference that a person has explained: the books still differ, and nobody needs to look any more.
alter table settlement_difference
  add column ended_at timestamptz,
  add column ended_by text,
  add column ended_note text;

-- Made by hand at the provider, which then says of no line that it is part of it.
alter table gateway_payout add column by_hand boolean not null default false;
