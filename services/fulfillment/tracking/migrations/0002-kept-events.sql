-- What is not understood is kept whole, for staff to look at.
alter table carrier_event alter column tracking_number drop not null;
alter table carrier_event add column review_id uuid not null default uuidv7();
alter table carrier_event add column kind text;
alter table carrier_event add column reason text;
alter table carrier_event add column body jsonb;
