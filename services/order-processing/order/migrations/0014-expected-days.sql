-- The day on which a line's units are expected, where it was changed after the purchase; how often it
-- was is null where it never was.
alter table order_line add column expected_on date;
alter table order_line add column expected_on_change int;
