-- Where the parcel is sent from, as it was when its label was asked for; null of parcels of an
-- earlier version, which the shop's own address sends.
alter table parcel add column ship_from jsonb;
