-- When somebody tried a password or asked for a mail, for each limit and whom it holds: an address,
-- an account, known or not. The hash is keyed with the installation's secret and tells neither.
create table attempts (
  subject_hash bytea primary key,
  -- the newest alone, oldest first: as many as the limit's longest window has room for
  times timestamptz[] not null,
  -- from then on no time is within a window
  expires_at timestamptz not null
);
create index attempts_expiry on attempts (expires_at);
