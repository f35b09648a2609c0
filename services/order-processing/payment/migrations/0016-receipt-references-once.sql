drop index if exists receipt_reference_of_channel;
