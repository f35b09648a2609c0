-- How often the carrier has told another day of delivery than it had before.
alter table parcel add column day_changes int not null default 0;
