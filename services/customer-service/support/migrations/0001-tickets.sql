-- A customer's ticket, perhaps about an order, and the messages both ways.
create sequence ticket_number start 10001;

create table ticket (
  id uuid primary key,
  number text not null unique default 'T-' || nextval('ticket_number'),
  channel text not null,
  locale text not null,
  customer_id uuid not null,
  order_id uuid,
  subject text not null,
  state text not null check (state in ('open', 'pending', 'solved', 'closed')),
  priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
  assignee_id uuid,
  version int not null default 1,
  -- Rises with each message that the other side is told of: orders those events.
  told int not null default 0,
  created_at timestamptz not null default kontor_now(),
  updated_at timestamptz not null default kontor_now()
);
create index ticket_customer on ticket (customer_id, updated_at, id);
create index ticket_state on ticket (state, updated_at, id);
create index ticket_newest on ticket (updated_at, id);
create index ticket_assignee on ticket (assignee_id, updated_at, id) where assignee_id is not null;
create index ticket_order on ticket (order_id, updated_at, id) where order_id is not null;

create table ticket_message (
  id uuid primary key,
  ticket_id uuid not null references ticket (id),
  sequence bigint generated always as identity,
  author_kind text not null check (author_kind in ('customer', 'staff')),
  author_id text not null,
  -- Text, never markup.
  body text not null,
  -- A note among staff, which customers never see.
  internal boolean not null default false,
  created_at timestamptz not null default kontor_now()
);
create index ticket_message_ticket on ticket_message (ticket_id, sequence);
