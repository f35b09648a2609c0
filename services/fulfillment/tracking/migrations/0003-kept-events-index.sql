-- alone: carriers' events come while it is built
drop index concurrently if exists carrier_event_kept;
create index concurrently carrier_event_kept on carrier_event (received_at, review_id)
  where tracking is not null or body is not null;
