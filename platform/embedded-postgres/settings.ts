/** PostgreSQL settings by name; values as in postgresql.conf. */
export type PostgresSettings = Readonly<Record<string, string>>;

/**
 * Settings of the embedded server. An order that was acknowledged is on disk: fsync, full pages and
 * synchronous commit stay on. decisions/0010-embedded-postgres.md tells what was measured.
 */
export const embeddedSettings: PostgresSettings = {
  // Durability.
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  wal_compression: 'on',
  wal_buffers: '16MB',
  min_wal_size: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  // Memory, for a laptop that does other things too.
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  // Many short statements over small pools.
  max_connections: '120',
  jit: 'off',
  random_page_cost: '1.1',
  io_method: 'sync',
  max_worker_processes: '4',
  max_logical_replication_workers: '0',
  max_parallel_workers_per_gather: '0',
  // A killed Kontor must not leave a statement running for long.
  client_connection_check_interval: '2s',
  // Outboxes and job tables turn over quickly: vacuum them early and in small bites.
  autovacuum_naptime: '30s',
  autovacuum_max_workers: '2',
  autovacuum_vacuum_scale_factor: '0.05',
  autovacuum_vacuum_insert_scale_factor: '0.1',
  autovacuum_analyze_scale_factor: '0.1',
  // One time zone, one language for messages, and no statement texts (they may hold personal data).
  TimeZone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] %u@%d ',
  password_encryption: 'scram-sha-256',
  // Made for passwords that people choose, whose hash somebody may steal and guess at. These are random,
  // 24 bytes and more, and each connection of a start would hash its own 4,096 times.
  scram_iterations: '1',
};
