-- The rights with which it runs were taken away: nothing more comes in, and what is left is named.
alter table file_import add column is_revoked boolean not null default false;
-- When it was checked or run last.
alter table file_import add column started_at timestamptz;
