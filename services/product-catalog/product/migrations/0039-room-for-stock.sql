-- Room beside an entry for its next version: a product that runs out or comes back stays in its page, and none
-- of the indexes is written. Without it each import wrote all words of an entry twice, the second time when its
-- stock came.
alter table search_entry set (fillfactor = 60);
-- Words of thousands of documents go into an index together with less work than those of hundreds. What waits
-- for this one, only the release before reads.
alter index document_search set (gin_pending_list_limit = 16384);
