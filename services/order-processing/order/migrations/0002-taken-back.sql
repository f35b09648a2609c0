-- What of the payment is disputed or lost: it cannot be refunded, and parcels wait.
alter table orders add column disputed_minor bigint not null default 0;
-- Of the payment's news that was taken last: sums can fall, so what is older changes nothing.
alter table orders add column payment_version int not null default 0;
-- The money came back after the gateway had accepted the refund.
alter table refund add column taken_back_at timestamptz;
