-- How shoppers see the products of a collection; `by_hand`: by their position.
alter table collection add column sort text not null default 'newest';

-- Those that were put in order are 1, 2, 3 and so on. What is put in later stands behind all of them, whoever
-- puts it in: also the release before, which knows of no position.
create sequence collection_position as bigint start 1000000000;
alter table collection_product add column position bigint not null default 0;
alter table collection_product alter column position set default nextval('collection_position');
