-- alone: stories are written by every change of the release that still runs
drop index concurrently if exists story_held;
create index concurrently story_held on story (name, held_as) where state = 'held';
