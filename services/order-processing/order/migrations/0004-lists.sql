-- When an order was written last; of those that are here already, now.
alter table orders add column updated_at timestamptz not null default kontor_now();
create trigger orders_note_update before insert or update on orders
  for each row execute function note_update();

-- What an order is found by, as order-words.ts makes it of the snapshot. Null in what was written before:
-- reckoned when read.
alter table orders add column words tsvector;

-- The same in SQL. The collation is named, for of the database's own only Latin letters may be known.
create function order_words(snapshot jsonb) returns tsvector language plpgsql immutable parallel safe
cost 20 as $$
declare
  number text := snapshot ->> 'orderNumber';
  found text[] := array['#' || number, '#' || regexp_replace(number, '^\D+', ''),
    'e' || (snapshot ->> 'email'), 'm' || (snapshot ->> 'paymentMethod')];
  names text := concat_ws(' ', snapshot -> 'billingAddress' ->> 'name',
    snapshot -> 'billingAddress' ->> 'company', snapshot -> 'shippingAddress' ->> 'name',
    snapshot -> 'shippingAddress' ->> 'company');
begin
  names := regexp_replace(normalize(names, NFKD), '[\u0300-\u036f]', '', 'g');
  found := found || array(select 'n' || word
    from regexp_split_to_table(names collate pg_catalog.pg_c_utf8, '[^[:alnum:]]+') word where word <> '');
  found := found || array(select 's' || (line ->> 'sku') from jsonb_array_elements(snapshot -> 'lines') line);
  return array_to_tsvector(array(
    select distinct left(replace(lower(regexp_replace(normalize(word, NFKD), '[\u0300-\u036f]', '', 'g')
      collate pg_catalog.pg_c_utf8), 'ς', 'σ'), 300)
    from unnest(found) word where word is not null));
end $$;
