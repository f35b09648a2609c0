-- Imports write entries by the hundred: their words go into the index together, not word by word for each of
-- them. Every search reads what waits, so it is at most 64 kB, some tens of entries, which costs it nothing
-- that can be measured.
alter index search_entry_search set (fastupdate = on, gin_pending_list_limit = 64);
