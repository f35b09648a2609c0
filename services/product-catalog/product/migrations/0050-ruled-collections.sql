-- alone: the table is in use; few have one, and each change of a product asks for them
drop index concurrently if exists collection_ruled;
create index concurrently collection_ruled on collection (id) where rule is not null;
