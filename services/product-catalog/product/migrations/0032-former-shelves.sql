-- Paths that categories and handles that collections had before; what has the name now comes first.
create table former_category_path (
  path text primary key,
  category_id uuid not null references category (id) on delete cascade
);
create index former_category_path_category on former_category_path (category_id);
create table former_collection_handle (
  handle text primary key,
  collection_id uuid not null references collection (id) on delete cascade
);
create index former_collection_handle_collection on former_collection_handle (collection_id);
