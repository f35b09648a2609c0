import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { dispatchDocument } from '../stored/documents.ts';
import { isHeldBy, locationNotHeld, overtakenBy } from './locations.ts';
import { emitLocation, locationColumns, type Location } from './tell-locations.ts';

/** Says when a location hands parcels over, and tells it. */
export function putDispatchCalendar({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'putDispatchCalendar'> {
  return ({ code, dispatch, expectedVersion }, invocation) =>
    database.transaction('put_dispatch_calendar', invocation, async (tx) => {
      const before = await tx.first<Location>(
        sql`select ${locationColumns} from location where code = ${code} for no key update`,
      );
      if (!before) return fail('location_unknown', 'There is no location of this code.');
      if (!isHeldBy(invocation.actor, before)) return locationNotHeld;
      const overtaken = overtakenBy(before, expectedVersion);
      if (overtaken) return overtaken;
      const after = (await tx.first<Location>(sql`
        update location set dispatch = ${dispatch && dispatchDocument.write(dispatch)},
          version = version + 1, told_version = version + 1
        where code = ${code} returning ${locationColumns}`))!;
      emitLocation(tx, after);
      tx.audit({ subject: `location ${code}`, before, after });
      return ok(after);
    });
}
