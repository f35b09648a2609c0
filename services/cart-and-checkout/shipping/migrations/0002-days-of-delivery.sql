-- What inventory told of its locations: where parcels are sent from, and when.
create table location (
  id uuid primary key,
  -- '*' serves every channel
  channels text[] not null,
  priority int not null,
  address jsonb,
  dispatch jsonb,
  active boolean not null,
  version int not null
);

-- ISO 8601: 1 is Monday, 7 Sunday
alter table method add column delivery_weekdays int[] not null default '{1,2,3,4,5,6}'
  check (cardinality(delivery_weekdays) > 0);

-- Days on which nothing is delivered there.
alter table zone add column holidays date[] not null default '{}';
