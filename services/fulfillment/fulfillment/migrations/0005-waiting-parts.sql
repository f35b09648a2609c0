-- alone: the table is in use
-- What waits for units is found when they come.
drop index concurrently if exists fulfillment_waiting;
create index concurrently fulfillment_waiting on fulfillment (reservation_id)
  where state in ('on_hold', 'shipping');
