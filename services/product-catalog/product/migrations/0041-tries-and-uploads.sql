-- How often an item of a bulk change broke off without a word: after some tries it is refused, not tried for ever.
alter table product_bulk_item add column tries int not null default 0;
-- Who began an upload: each member has a few under way at most.
alter table file_import add column begun_by text;
