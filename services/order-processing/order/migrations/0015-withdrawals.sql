-- Withdrawals from contracts: declared by number and e-mail or by who owns the order, confirmed in a second
-- step. What fits no order is kept and shown to staff.
create table withdrawal (
  id uuid primary key,
  channel text not null,
  locale text not null,
  state text not null check (state in ('declared', 'confirmed', 'closed', 'lapsed')),
  -- As it was given, which need not be an order's.
  order_number text not null,
  order_id uuid references orders (id),
  email text not null,
  name text not null,
  -- Null: the whole order, or what the note says.
  lines jsonb,
  note text,
  declared_at timestamptz not null default kontor_now(),
  confirmed_at timestamptz,
  acknowledged_at timestamptz,
  closed_at timestamptz,
  closing_note text,
  updated_at timestamptz not null default kontor_now(),
  check ((state in ('confirmed', 'closed')) = (confirmed_at is not null)),
  check ((state = 'closed') = (closed_at is not null))
);
create index withdrawal_newest on withdrawal (declared_at, id);
create index withdrawal_state on withdrawal (state, declared_at, id);
create index withdrawal_updated on withdrawal (updated_at, id);
create index withdrawal_email on withdrawal (lower(email), declared_at);
create index withdrawal_order on withdrawal (order_id) where order_id is not null;
create trigger withdrawal_note_update before insert or update on withdrawal
  for each row execute function note_update();
