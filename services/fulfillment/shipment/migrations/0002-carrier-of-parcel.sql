-- The account with the carrier that the label is bought from; null until one is chosen, and of
-- parcels of an earlier version.
alter table parcel add column carrier_id text;
-- The carrier's own words beside its code.
alter table parcel add column refusal_detail text;
