-- What a variant cost and since when, written by whoever changes a price in the same transaction: a
-- reduction is announced with the lowest price of the 30 days before it (Directive 98/6/EC, Art. 6a).
-- Of one day that changes much, the lowest amount alone is kept beside what holds now. What was planned
-- and is not taken away stays in sale_price; `sale` here is what was.
create table price_history (
  id bigint generated always as identity primary key,
  variant_id uuid not null references variant (id) on delete cascade,
  channel text not null,
  currency text not null,
  kind text not null check (kind in ('price', 'sale')),
  amount_minor bigint not null check (amount_minor between 0 and 999999999999),
  valid_from timestamptz not null,
  valid_to timestamptz
);
create index price_history_variant on price_history (variant_id);

create function begin_price_history() returns trigger language plpgsql as $$
begin
  insert into price_history (variant_id, channel, currency, kind, amount_minor, valid_from)
  select variant_id, channel, currency, 'price', amount_minor, kontor_now() from written;
  return null;
end
$$;
create function change_price_history() returns trigger language plpgsql as $$
declare
  changed record;
begin
  for changed in
    select w.variant_id, w.channel, w.currency, w.amount_minor
    from written w join replaced r using (variant_id, channel, currency)
    where w.amount_minor <> r.amount_minor
  loop
    update price_history earlier set amount_minor = least(earlier.amount_minor, now_open.amount_minor),
      valid_to = kontor_now()
    from price_history now_open
    where earlier.variant_id = changed.variant_id and earlier.channel = changed.channel
      and earlier.currency = changed.currency and earlier.kind = 'price'
      and earlier.valid_to is not null and earlier.valid_from >= date_trunc('day', kontor_now())
      and now_open.variant_id = changed.variant_id and now_open.channel = changed.channel
      and now_open.currency = changed.currency and now_open.valid_to is null;
    if found then
      update price_history set amount_minor = changed.amount_minor, valid_from = kontor_now()
      where variant_id = changed.variant_id and channel = changed.channel
        and currency = changed.currency and valid_to is null;
    else
      update price_history set valid_to = kontor_now()
      where variant_id = changed.variant_id and channel = changed.channel
        and currency = changed.currency and valid_to is null;
      insert into price_history (variant_id, channel, currency, kind, amount_minor, valid_from)
      values (changed.variant_id, changed.channel, changed.currency, 'price', changed.amount_minor,
        kontor_now());
    end if;
    delete from price_history
    where variant_id = changed.variant_id and valid_to < kontor_now() - interval '400 days';
  end loop;
  return null;
end
$$;
create function end_price_history() returns trigger language plpgsql as $$
begin
  update price_history h set valid_to = kontor_now()
  from removed r
  where h.variant_id = r.variant_id and h.channel = r.channel and h.currency = r.currency
    and h.valid_to is null;
  return null;
end
$$;
create trigger begin_price_history after insert on price referencing new table as written
  for each statement execute function begin_price_history();
create trigger change_price_history after update on price
  referencing old table as replaced new table as written
  for each statement execute function change_price_history();
create trigger end_price_history after delete on price referencing old table as removed
  for each statement execute function end_price_history();

-- A sale that began and is taken away was a price all the same.
create function keep_removed_sales() returns trigger language plpgsql as $$
begin
  insert into price_history (variant_id, channel, currency, kind, amount_minor, valid_from, valid_to)
  select r.variant_id, r.channel, r.currency, 'sale', r.amount_minor, r.starts_at,
    least(coalesce(r.ends_at, kontor_now()), kontor_now())
  from removed r join variant v on v.id = r.variant_id
  where r.starts_at < kontor_now();
  return null;
end
$$;
create trigger keep_removed_sales after delete on sale_price referencing old table as removed
  for each statement execute function keep_removed_sales();

insert into price_history (variant_id, channel, currency, kind, amount_minor, valid_from)
select variant_id, channel, currency, 'price', amount_minor, kontor_now() from price;
