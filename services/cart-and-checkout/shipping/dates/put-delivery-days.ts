import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { json, sql } from '#platform/ground/sql.ts';
import type { DeliveryBook } from '../delivery-book.ts';
import { lockZone, zoneNotHeld } from '../zones.ts';

/** Says on which days parcels arrive in a zone; a method that is not named has the usual weekdays. */
export function putDeliveryDays(
  { database }: ServiceContext<'shipping'>,
  book: DeliveryBook,
): Handler<'shipping', 'putDeliveryDays'> {
  return (days, invocation) =>
    database.transaction('put_delivery_days', invocation, async (tx) => {
      const { zoneCode, holidays, methods } = days;
      const zone = await lockZone(tx, zoneCode);
      if (zone === 'not_held') return zoneNotHeld;
      if (zone === 'not_found')
        return fail('zone_not_found', 'No delivery zone has this code. Add it first.');
      const known = await tx.query<{ code: string }>(sql`
        update method set delivery_weekdays = coalesce((
          select given."deliveryWeekdays"
          from jsonb_to_recordset(${json(methods)}::jsonb) as given (
            code text, "deliveryWeekdays" int[])
          where given.code = method.code limit 1), '{1,2,3,4,5,6}')
        where zone_code = ${zoneCode} returning code`);
      if (!methods.every(({ code }) => known.some((method) => method.code === code))) {
        const message = 'The delivery zone has no method of a code that is given.';
        return fail('delivery_method_not_found', message);
      }
      await tx.query(sql`update zone set holidays = ${holidays}::date[] where code = ${zoneCode}`);
      tx.audit({ subject: `delivery zone ${zoneCode}`, after: days });
      tx.afterwards(() => book.forget());
      return ok(days);
    });
}
