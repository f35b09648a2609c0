import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { json, sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { DeliveryBook, Method } from './delivery-book.ts';
import { lockZone, overtakenBy, zoneNotHeld } from './zones.ts';

/** Adds or changes a method; the rates given are all that it has from then on. */
export function putMethod(
  { database }: ServiceContext<'shipping'>,
  book: DeliveryBook,
): Handler<'shipping', 'putMethod'> {
  return async ({ expectedVersion, ...method }, invocation) => {
    const { zoneCode, code, earliestDays, latestDays } = method;
    if (earliestDays !== null && latestDays !== null && latestDays < earliestDays)
      return fail('days_invalid', 'It cannot arrive at the latest before it does at the earliest.');
    if (overlaps(method)) {
      const what =
        'Two rates of one currency are for the same value. End one where the next begins.';
      return fail('rates_overlap', what);
    }
    return database.transaction('put_method', invocation, async (tx) => {
      // All methods of a zone are changed under its lock.
      const zone = await lockZone(tx, zoneCode);
      if (!zone) return fail('zone_not_found', 'No delivery zone has this code. Add it first.');
      if (!zone.isHeld) return zoneNotHeld;
      const before = await tx.first<{ version: number }>(sql`
        select version from method where zone_code = ${zoneCode} and code = ${code}`);
      const overtaken = overtakenBy(before, expectedVersion);
      if (overtaken) return overtaken;
      const version = await writeMethod(tx, method);
      tx.audit({ subject: `delivery method ${zoneCode}.${code}`, after: method });
      tx.afterwards(() => book.forget());
      return ok({ ...method, version });
    });
  };
}

export function removeMethod(
  { database }: ServiceContext<'shipping'>,
  book: DeliveryBook,
): Handler<'shipping', 'removeMethod'> {
  return ({ zoneCode, code, expectedVersion }, invocation) =>
    database.transaction('remove_method', invocation, async (tx) => {
      if ((await lockZone(tx, zoneCode))?.isHeld === false) return zoneNotHeld;
      const removed = await tx.first<{ version: number }>(sql`
        delete from method where zone_code = ${zoneCode} and code = ${code} returning version`);
      if (!removed) {
        const message = 'The delivery zone has no method of this code.';
        return fail('delivery_method_not_found', message);
      }
      const overtaken = overtakenBy(removed, expectedVersion);
      if (overtaken) return overtaken;
      tx.audit({ subject: `delivery method ${zoneCode}.${code}` });
      tx.afterwards(() => book.forget());
      return ok({});
    });
}

function overlaps({ rates, freeFrom }: Method): boolean {
  const sorted = rates.toSorted((a, b) =>
    a.currency === b.currency ? a.from - b.from : a.currency < b.currency ? -1 : 1,
  );
  const isWrong = sorted.some(({ currency, from, below }, index) => {
    const next = sorted[index + 1];
    if (below !== null && below <= from) return true;
    return next?.currency === currency && (below === null || below > next.from);
  });
  return isWrong || new Set(freeFrom.map(({ currency }) => currency)).size < freeFrom.length;
}

/** @returns the version that it has from then on */
export async function writeMethod(tx: Transaction, method: Method): Promise<number> {
  const { zoneCode, code, rates, freeFrom } = method;
  const [written] = await Promise.all([
    tx.first<{ version: number }>(sql`
      insert into method (zone_code, code, name, basis, carrier_code, service_code, earliest_days,
                          latest_days, active)
      values (${zoneCode}, ${code}, ${method.name}, ${method.basis}, ${method.carrierCode},
              ${method.serviceCode}, ${method.earliestDays}, ${method.latestDays}, ${method.active})
      on conflict (zone_code, code) do update set name = excluded.name, basis = excluded.basis,
        carrier_code = excluded.carrier_code, service_code = excluded.service_code,
        earliest_days = excluded.earliest_days, latest_days = excluded.latest_days,
        active = excluded.active, version = excluded.version
      returning version`),
    tx.query(sql`delete from rate where zone_code = ${zoneCode} and method_code = ${code}`),
    tx.query(
      sql`delete from free_threshold where zone_code = ${zoneCode} and method_code = ${code}`,
    ),
    tx.query(sql`
      insert into rate (zone_code, method_code, currency, from_value, below_value, price_minor)
      select ${zoneCode}, ${code}, v.currency, v."from", v.below, v."priceMinor"
      from jsonb_to_recordset(${json(rates)}::jsonb) as v (
        currency text, "from" bigint, below bigint, "priceMinor" bigint)`),
    tx.query(sql`
      insert into free_threshold (zone_code, method_code, currency, subtotal_minor)
      select ${zoneCode}, ${code}, v.currency, v."subtotalMinor"
      from jsonb_to_recordset(${json(freeFrom)}::jsonb) as v (
        currency text, "subtotalMinor" bigint)`),
  ]);
  return written!.version;
}
