import { newId } from '#kernel/ids.ts';
import type { Plant } from '../plant.ts';

const watchId = newId();
const turnId = newId();
const email = 'waits@kontor.example';

function watches(count: number, confirmedAt = `kontor_now() - interval '1 day'`): string {
  return `insert into customer.stock_watch (id, email, sku, channel, locale, product_id, path, title,
      confirmed_at, told_at, told_in)
    select case n when 1 then '${watchId}'::uuid else gen_random_uuid() end, '${email}', 'TEA',
      'default', 'en', gen_random_uuid(), '/products/tea', 'Tea', ${confirmedAt}, kontor_now(),
      '${turnId}' from generate_series(1, ${count}) n;`;
}

function turn(available: number, sku = 'TEA'): string {
  return `insert into customer.watch_turn (id, event_id, sku, location_id, available, told)
    values ('${turnId}', gen_random_uuid(), '${sku}', gen_random_uuid(), ${available}, 9);`;
}

function mail(to: string): string {
  return `insert into notification.message (id, template, channel, locale, email, email_state, sms_state)
    values ('${watchId}', 'back_in_stock', 'default', 'en', '${to}', 'suppressed', 'none');`;
}

const unconfirmed = { violates: 'I10', says: 'who is told that something is back' } as const;
const flooded = { violates: 'I10', says: 'no turn tells more than three people' } as const;
const mailed = { violates: 'I10', says: 'a mail that something is back' } as const;
const ofWatch = { subject: () => watchId } as const;

/** People who are told that something is back though they never asked, or in a crowd. */
export const watchPlants: readonly Plant[] = [
  {
    ...unconfirmed,
    ...ofWatch,
    how: 'somebody is told who did not follow the link',
    sql: () => ({ customer: watches(1, 'null') + turn(1) }),
  },
  {
    ...unconfirmed,
    ...ofWatch,
    how: 'somebody is told after half a year',
    sql: () => ({ customer: watches(1, `kontor_now() - interval '181 days'`) + turn(1) }),
  },
  {
    ...unconfirmed,
    ...ofWatch,
    how: 'somebody is told while nothing came back',
    sql: () => ({ customer: watches(1) }),
  },
  {
    ...unconfirmed,
    ...ofWatch,
    how: 'somebody is told of another thing than came back',
    sql: () => ({ customer: watches(1) + turn(1, 'COFFEE') }),
  },
  {
    ...flooded,
    how: 'four people are told of one unit',
    subject: () => turnId,
    sql: () => ({ customer: watches(4) + turn(1) }),
  },
  {
    ...mailed,
    ...ofWatch,
    how: 'a mail tells somebody that something is back who waits for nothing',
    sql: () => ({ customer: mail(email) }),
  },
  {
    ...mailed,
    ...ofWatch,
    how: 'a mail that something is back goes elsewhere',
    sql: () => ({ customer: watches(1) + turn(1) + mail('other@kontor.example') }),
  },
];
