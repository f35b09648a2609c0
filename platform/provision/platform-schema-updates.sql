-- For tables whose rows are listed by `updated_at` (platform/data/settled-read.ts): whatever statement writes
-- a row notes when. The machine's time of the very moment, since a transaction's own time is older than
-- what others see of it; by the shop's clock. To the second, so that a row that is written several times
-- within one keeps its place in the index.
create function note_update() returns trigger language plpgsql as $$
begin
  new.updated_at := date_trunc('second', clock_timestamp() + (kontor.kontor_now() - now()));
  return new;
end $$;
