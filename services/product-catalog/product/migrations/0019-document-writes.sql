-- Imports and stock write documents by the hundred. What they were found by until `search_entry` goes into
-- its index together, not word by word for each of them; what waits for it only the release before reads.
alter index document_search set (fastupdate = on, gin_pending_list_limit = 64);
-- Room beside a document for its next version, which tells other stock or another price: then no index
-- is written.
alter table document set (fillfactor = 60);
