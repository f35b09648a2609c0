-- Who is asked about the parcel: the shipping provider of its label, or the sandbox in its place;
-- null of parcels of an earlier version.
alter table parcel add column provider text;
alter table parcel add column sandbox boolean;
-- Why it is not asked, e.g. `provider_without_keys`.
alter table parcel add column held_as text;
