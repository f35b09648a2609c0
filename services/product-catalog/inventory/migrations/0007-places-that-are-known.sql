-- No location is ever removed, and what these tables have of one is copied from a stock item that is locked,
-- whose own location is still looked up here. Looking it up again locked the location's row for each line
-- of a purchase, a receipt and a count: all of them the same row.
alter table movement drop constraint movement_location_id_fkey;
alter table reservation_allocation drop constraint reservation_allocation_location_id_fkey;
