-- That a customer was reminded of an invoice that was due and not paid, once a step.
create table payment_reminder (
  order_id uuid not null references orders (id),
  step int not null check (step between 1 and 3),
  due_at timestamptz not null,
  open_minor bigint not null check (open_minor > 0),
  -- when payment said that so much is open
  asked_at timestamptz not null,
  reminded_at timestamptz not null default kontor_now(),
  primary key (order_id, step)
);
