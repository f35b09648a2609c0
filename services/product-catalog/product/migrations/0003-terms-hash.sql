-- Documents of the same terms have the same one, so that facets count sets of terms, of which a shop
-- has few, and not every term of every match. Null in what was written before: reckoned when read.
alter table document add column terms_hash bigint;
