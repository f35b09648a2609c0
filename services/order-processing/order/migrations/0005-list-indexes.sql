-- alone: the table is in use
drop index concurrently if exists orders_by_update;
create index concurrently orders_by_update on orders (updated_at, id);
drop index concurrently if exists orders_by_number;
create index concurrently orders_by_number on orders (lpad(number, 32) collate "C", id);
drop index concurrently if exists orders_by_total;
create index concurrently orders_by_total on orders (total_minor, id);
drop index concurrently if exists orders_of_channel;
create index concurrently orders_of_channel on orders (channel, placed_at, id);
drop index concurrently if exists orders_by_payment;
create index concurrently orders_by_payment on orders (payment_state, placed_at, id);
-- of promises, those that are neither paid nor owed as a whole: see order-filters.ts
drop index concurrently if exists orders_paid_in_part;
create index concurrently orders_paid_in_part on orders (placed_at, id)
  where credited_minor > 0 or written_off_minor > 0
    or (captured_minor > 0 and captured_minor < total_minor);
drop index concurrently if exists orders_by_words;
create index concurrently orders_by_words on orders using gin (coalesce(words, order_words(snapshot)))
  with (gin_pending_list_limit = 256);
drop index concurrently if exists order_parcel_number;
create index concurrently order_parcel_number on order_parcel (upper(replace(tracking_number, ' ', '')));
drop index concurrently if exists order_parcel_status;
create index concurrently order_parcel_status on order_parcel (status, order_id);
