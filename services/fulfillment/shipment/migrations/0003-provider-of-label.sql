-- Where the label is bought and stays: at which shipping provider, or in the sandbox in its place;
-- null of parcels of an earlier version.
alter table parcel add column provider text;
alter table parcel add column sandbox boolean;
-- Why nothing goes on with it, e.g. `provider_without_keys`.
alter table parcel add column held_as text;
