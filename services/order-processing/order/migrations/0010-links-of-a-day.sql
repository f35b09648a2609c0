-- Which lookup sent the link last, so that it alone may repeat it; and how many went out since when.
alter table order_link_sent
  add column lookup_id uuid,
  add column counted_from timestamptz not null default kontor_now(),
  add column times integer not null default 1;
