alter table location
  -- when parcels are handed over; null: nobody said so
  add column dispatch jsonb,
  -- the version that was told last
  add column told_version int not null default 0;
