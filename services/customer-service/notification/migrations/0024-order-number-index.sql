-- alone: the table is in use
drop index concurrently if exists message_order_number;
create index concurrently message_order_number on message ((data ->> 'orderNumber'), created_at)
  where data ->> 'orderNumber' is not null;
