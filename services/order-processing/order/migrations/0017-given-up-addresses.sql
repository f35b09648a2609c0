-- Since when an account has another address than one that it had confirmed: what guests do with it from then
-- on is not the account's. Null: it is its address.
alter table confirmed_address add column given_up_at timestamptz;
