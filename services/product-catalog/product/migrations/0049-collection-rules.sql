-- By which rule products stand in a collection; null: they are put in by hand.
alter table collection add column rule jsonb;
