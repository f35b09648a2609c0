-- alone: documents are written by the release that still runs
drop index concurrently if exists document_built;
create index concurrently document_built on document (built);
