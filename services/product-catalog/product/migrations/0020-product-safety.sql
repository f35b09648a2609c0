-- What an offer has to show of a product's safety, and of food.
alter table product
  add column manufacturer text,
  add column responsible_person text,
  add column safety_warnings text,
  add column ingredients text,
  add column allergens text,
  add column nutrition text;
