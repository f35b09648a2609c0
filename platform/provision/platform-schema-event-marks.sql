-- Where a broker carries, an event has three states for each consumer: `pending` (the broker has not
-- taken it), `unconfirmed` (the broker has it, as far as it says, and the consumer's inbox does not)
-- and neither: the consumer said that its database has it. In one process nothing is unconfirmed.
alter table outbox
  add column unconfirmed text[] not null default '{}',
  -- when the broker last took it for anybody; unknown of what was never given to a broker
  add column handed_at timestamptz;

-- Whether the events that an earlier version gave to the broker, without these marks, were told again.
alter table broker_seen add column marks_made boolean not null default false;

-- These tables are emptied in small batches all the time, so they are vacuumed in small steps too.
alter table outbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
alter table inbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
alter table idempotency set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
alter table story set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
