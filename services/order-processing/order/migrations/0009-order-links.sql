-- Links that were made before this moment open nothing any more.
alter table orders add column links_from timestamptz;

-- Somebody looks for an order: found or not, it is looked for after they were answered. The row goes then.
create table order_lookup (
  id uuid primary key,
  order_number text not null,
  email text not null
);

-- When a link was last sent because somebody looked for the order.
create table order_link_sent (
  order_id uuid primary key references orders (id),
  sent_at timestamptz not null
);
