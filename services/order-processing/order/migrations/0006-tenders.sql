-- What an order is paid with, each payment with its part; payment_id leads. Null in what was written before:
-- one payment pays all of it, as the snapshot says.
alter table orders add column tenders jsonb;
