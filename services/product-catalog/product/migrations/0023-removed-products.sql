-- Handles of products that people could see and that were deleted: search engines are told 410.
create table removed_product_handle (
  handle text primary key,
  removed_at timestamptz not null default kontor_now()
);
