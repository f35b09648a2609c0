import type { DispatchCalendar } from '#contracts/inventory/dispatch.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { timeZoneOf } from '#platform/ground/settings.ts';
import { sql } from '#platform/ground/sql.ts';
import { addressDocument, dispatchDocument } from '../stored/documents.ts';

/** Monday to Friday, handed over on the day of the order: staff goes over it. */
const usualHours = [1, 2, 3, 4, 5].map((weekday) => {
  return { weekday, opens: '08:00', closes: '17:00' };
});

/** The first location, where a shop has none yet: its own address. */
export async function seedFirstLocation({
  database,
  settings,
}: ServiceContext<'inventory'>): Promise<void> {
  const { shop } = settings;
  const address = {
    name: shop.name,
    company: shop.legalName,
    street: shop.street,
    postalCode: shop.postalCode,
    city: shop.city,
    countryCode: shop.countryCode,
    phone: shop.phone,
  };
  const dispatch: DispatchCalendar = {
    timeZone: timeZoneOf(settings),
    cutOff: '14:00',
    handlingDays: 0,
    hours: usualHours,
    holidays: [],
  };
  await database.query(sql`
    insert into location (code, name, address, dispatch)
    select 'main', ${shop.name}, ${addressDocument.write(address)}, ${dispatchDocument.write(dispatch)}
    where not exists (select from location)
    on conflict do nothing`);
}
