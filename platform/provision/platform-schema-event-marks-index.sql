-- alone: outboxes are written by every change of the release that still runs
drop index concurrently if exists outbox_unconfirmed;
create index concurrently outbox_unconfirmed on outbox (handed_at) where unconfirmed <> '{}';
