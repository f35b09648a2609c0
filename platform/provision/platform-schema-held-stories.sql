-- For which of the reasons that it declares a story is held, as a code; its words stay in last_error.
-- Null of what is not held, and of what the release that still runs, or one before it, has held.
alter table story add column held_as text;
