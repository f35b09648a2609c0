-- When a shelf gave up a name: while its products are listed anew, some still stand under that name.
alter table former_category_path add column renamed_at timestamptz;
alter table former_category_path alter column renamed_at set default kontor_now();
alter table former_collection_handle add column renamed_at timestamptz;
alter table former_collection_handle alter column renamed_at set default kontor_now();
