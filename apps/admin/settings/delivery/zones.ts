import { told, type Schemas } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import { ifMatch, type Expected } from '../../forms/if-match.ts';
import { listOf } from '../../forms/lines.ts';

export type Zone = Schemas['DeliveryZoneWithMethods'];
export type Method = Zone['methods'][number];

export const zoneValuesOf = ({ name, channels, countries, regions, holidays }: Zone) => ({
  name,
  channels: channels.includes('*') ? '*' : channels.join(', '),
  countries: countries.join(', '),
  regions: regions.join(', '),
  holidays: holidays.join(', '),
});

type ZoneValues = Omit<ReturnType<typeof zoneValuesOf>, 'holidays'>;

/** As it stands now. */
export async function readZone(zoneCode: string): Promise<Zone> {
  const { items } = await told(kontor.GET('/v1/admin/shipping/zones'));
  const zone = items.find(({ code }) => code === zoneCode);
  if (!zone) throw new Error(`there is no zone ${zoneCode} any more`);
  return zone;
}

/** As it is sent. */
export function zoneBodyOf({ name, channels, countries, regions }: ZoneValues) {
  const upper = (text: string) => listOf(text).map((each) => each.toUpperCase());
  return {
    name,
    channels: listOf(channels),
    countries: upper(countries),
    regions: upper(regions),
  };
}

/** Adds a zone, or sets the one of this code anew. */
export function putZone(code: string, body: ReturnType<typeof zoneBodyOf>, expected: Expected) {
  const params = { path: { code }, header: expected };
  return told(kontor.PUT('/v1/admin/shipping/zones/{code}', { params, body }));
}

interface Days {
  /** On which nothing is brought there; as they are unless told. */
  readonly holidays?: readonly string[];
  /** Of a way the weekdays on which it comes; those of the others stay. */
  readonly days?: Readonly<Record<string, number[]>>;
}

/**
 * All days of a zone are set at once, so those that stay are read anew: another may have set them.
 * @param expectedOf in which version they may be changed, of the zone as it was read then
 */
export async function putDays(
  zoneCode: string,
  { holidays, days = {} }: Days,
  expectedOf: (zone: Zone) => Expected,
): Promise<void> {
  const zone = await readZone(zoneCode);
  await told(
    kontor.PUT('/v1/admin/shipping/zones/{zoneCode}/delivery-days', {
      params: { path: { zoneCode }, header: expectedOf(zone) },
      body: {
        holidays: [...(holidays ?? zone.holidays)],
        methods: zone.methods.map(({ code, deliveryWeekdays }) => ({
          code,
          deliveryWeekdays: days[code] ?? deliveryWeekdays,
        })),
      },
    }),
  );
}

/** Of the zone in the version that it has since its other fields were set. */
export const putHolidays = (zoneCode: string, typed: string, version: number | undefined) =>
  putDays(zoneCode, { holidays: listOf(typed) }, () => ifMatch(version));

export function removeZone({ code, version }: Zone) {
  const params = { path: { code }, header: ifMatch(version) };
  return told(kontor.DELETE('/v1/admin/shipping/zones/{code}', { params }));
}

export function removeMethod({ zoneCode, code, version }: Method) {
  return told(
    kontor.DELETE('/v1/admin/shipping/zones/{zoneCode}/methods/{code}', {
      params: { path: { zoneCode, code }, header: ifMatch(version) },
    }),
  );
}
