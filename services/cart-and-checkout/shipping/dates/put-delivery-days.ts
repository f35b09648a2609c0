import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { json, sql } from '#platform/ground/sql.ts';
import type { DeliveryBook } from '../delivery-book.ts';
import { lockZone, overtakenBy, zoneNotHeld } from '../zones.ts';

/** Says on which days parcels arrive in a zone; a method that is not named has the usual weekdays. */
export function putDeliveryDays(
  { database }: ServiceContext<'shipping'>,
  book: DeliveryBook,
): Handler<'shipping', 'putDeliveryDays'> {
  return ({ expectedVersion, ...days }, invocation) =>
    database.transaction('put_delivery_days', invocation, async (tx) => {
      const { zoneCode, holidays, methods } = days;
      const zone = await lockZone(tx, zoneCode);
      if (!zone) return fail('zone_not_found', 'No delivery zone has this code. Add it first.');
      if (!zone.isHeld) return zoneNotHeld;
      const overtaken = overtakenBy(zone, expectedVersion);
      if (overtaken) return overtaken;
      const known = await tx.query<{ code: string }>(sql`
        update method set delivery_weekdays = said.weekdays,
          version = case when method.delivery_weekdays = said.weekdays then method.version
            else nextval('delivery_version') end
        from (select m.code, coalesce((
            select given."deliveryWeekdays"
            from jsonb_to_recordset(${json(methods)}::jsonb) as given (
              code text, "deliveryWeekdays" int[])
            where given.code = m.code limit 1), '{1,2,3,4,5,6}') as weekdays
          from method m where m.zone_code = ${zoneCode}) said
        where method.zone_code = ${zoneCode} and method.code = said.code returning method.code`);
      if (!methods.every(({ code }) => known.some((method) => method.code === code))) {
        const message = 'The delivery zone has no method of a code that is given.';
        return fail('delivery_method_not_found', message);
      }
      const after = await tx.first<{ version: number }>(sql`
        update zone set holidays = ${holidays}::date[], version = nextval('delivery_version')
        where code = ${zoneCode} returning version`);
      tx.audit({ subject: `delivery zone ${zoneCode}`, after: days });
      tx.afterwards(() => book.forget());
      return ok({ ...days, version: after!.version });
    });
}
