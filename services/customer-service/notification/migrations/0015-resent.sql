-- Which message one repeats.
alter table message add column resent_of uuid;
