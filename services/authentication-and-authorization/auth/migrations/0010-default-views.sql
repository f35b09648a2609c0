-- The view with which a page opens, one at most of each.
alter table saved_view add column is_default boolean not null default false;
