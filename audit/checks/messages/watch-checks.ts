import { sqlCheck, type Check } from '../../world/check.ts';

/** I10 of what people wait for: whom the shop tells that something is back. */
export const watchChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I10',
    says: 'who is told that something is back had confirmed it, within 180 days, and it was there',
    database: 'customer',
    counted: 'customer.stock_watch where told_at is not null',
    broken: `select w.id::text, format('told at %s of %s; confirmed at %s, turn %s of %s',
        w.told_at, w.sku, w.confirmed_at, t.id, t.sku)
      from customer.stock_watch w left join customer.watch_turn t on t.id = w.told_in
      where w.told_at is not null and (w.confirmed_at is null or w.told_at < w.confirmed_at
        or w.told_at > w.confirmed_at + interval '180 days'
        or t.id is null or t.sku <> w.sku or t.available < 1)`,
  }),
  sqlCheck({
    invariant: 'I10',
    says: 'no turn tells more than three people for each unit that is back',
    database: 'customer',
    counted: 'customer.watch_turn',
    broken: `select t.id::text, format('%s told of %s units of %s', count(w.id), t.available, t.sku)
      from customer.watch_turn t left join customer.stock_watch w on w.told_in = t.id
      group by t.id having count(w.id) > 3 * t.available or count(w.id) > t.told`,
  }),
  sqlCheck({
    invariant: 'I10',
    says: 'a mail that something is back is the one of a watch that was told, to its own address',
    database: 'customer',
    counted: `notification.message where template = 'back_in_stock'`,
    broken: `select m.id::text, format('sent to %s; watch of %s, told at %s', m.email, w.email, w.told_at)
      from notification.message m left join customer.stock_watch w on w.id = m.id
      where m.template = 'back_in_stock' and m.resent_of is null
        and (w.told_at is null or w.email <> m.email)
        and (w.id is not null or m.created_at > kontor_now() - interval '30 days')`,
  }),
];
