-- alone: the table is in use
drop index concurrently if exists saved_view_default;
create unique index concurrently saved_view_default on saved_view (account_id, page)
  where is_default;
