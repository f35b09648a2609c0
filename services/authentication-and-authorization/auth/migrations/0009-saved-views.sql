-- How a member of the staff looks at a page: kept with the account, and nobody else's business.
create table saved_view (
  view_id uuid primary key,
  account_id uuid not null references account (account_id) on delete cascade,
  page text not null,
  name text not null,
  state jsonb not null,
  created_at timestamptz not null default kontor_now(),
  updated_at timestamptz not null default kontor_now()
);
create unique index saved_view_name on saved_view (account_id, page, lower(name));
