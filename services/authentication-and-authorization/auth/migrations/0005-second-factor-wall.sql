-- A release that knows no second factor, as it still runs beside a newer one during an update,
-- begins no session where one is asked for.
create function refuse_password_alone() returns trigger language plpgsql as $$
begin
  if new.second_factor is null and exists (
    select from account
    where account_id = new.account_id and second_factor_since is not null) then
    raise exception 'the account asks for a second factor' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger asks_for_second_factor before insert on session
  for each row execute function refuse_password_alone();
