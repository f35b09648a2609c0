import { told, type Schemas } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
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

/** Adds a zone, or sets the one of this code anew. */
export function putZone(code: string, values: ZoneValues) {
  const upper = (text: string) => listOf(text).map((each) => each.toUpperCase());
  return told(
    kontor.PUT('/v1/admin/shipping/zones/{code}', {
      params: { path: { code } },
      body: {
        name: values.name,
        channels: listOf(values.channels),
        countries: upper(values.countries),
        regions: upper(values.regions),
      },
    }),
  );
}

/** Days on which nothing is brought there; of each way the weekdays on which it comes. */
export function putDays(zone: Zone, holidays: readonly string[], days: Record<string, number[]>) {
  return told(
    kontor.PUT('/v1/admin/shipping/zones/{zoneCode}/delivery-days', {
      params: { path: { zoneCode: zone.code } },
      body: {
        holidays: [...holidays],
        methods: zone.methods.map(({ code, deliveryWeekdays }) => ({
          code,
          deliveryWeekdays: days[code] ?? deliveryWeekdays,
        })),
      },
    }),
  );
}

export function removeZone({ code }: Zone) {
  return told(kontor.DELETE('/v1/admin/shipping/zones/{code}', { params: { path: { code } } }));
}

export function removeMethod({ zoneCode, code }: Pick<Method, 'zoneCode' | 'code'>) {
  return told(
    kontor.DELETE('/v1/admin/shipping/zones/{zoneCode}/methods/{code}', {
      params: { path: { zoneCode, code } },
    }),
  );
}
