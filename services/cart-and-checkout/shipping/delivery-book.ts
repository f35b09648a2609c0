import type { z } from 'zod';
import type { deliveryMethod, deliveryZone } from '#contracts/shipping/index.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import * as clock from '#kernel/clock.ts';
import type { Database } from '#platform/data/database.ts';
import { sql } from '#platform/ground/sql.ts';
import { sendingLocations, type SendingLocation } from './dates/sending-location.ts';

export type Zone = z.infer<typeof deliveryZone>;
export type Method = z.infer<typeof deliveryMethod>;
export type ZoneWithMethods = OutputOf<'shipping', 'listZones'>['items'][number];

export interface DeliveryTables {
  readonly zones: readonly ZoneWithMethods[];
  /** Those that are open, the first to take stock from first. */
  readonly locations: readonly SendingLocation[];
  /** Channels that do not want live quotes. */
  readonly withoutLiveQuotes: ReadonlySet<string>;
}

const retentionMs = 15_000;

/**
 * All zones with their methods and rates, and where parcels are sent from, kept for seconds: a quote then costs no statement. This
 * process forgets them at once when it changes them; others see a change after the time is up.
 */
export class DeliveryBook {
  private stored: { tables: Promise<DeliveryTables>; untilMs: number } | undefined;

  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  tables(): Promise<DeliveryTables> {
    if (this.stored && this.stored.untilMs > clock.nowMs()) return this.stored.tables;
    const entry = { tables: this.read(), untilMs: clock.nowMs() + retentionMs };
    this.stored = entry;
    entry.tables.catch(() => {
      if (this.stored === entry) this.stored = undefined;
    });
    return entry.tables;
  }

  forget(): void {
    this.stored = undefined;
  }

  private async read(): Promise<DeliveryTables> {
    const [zones, locations, channels] = await Promise.all([
      readZones(this.database),
      this.database.query<SendingLocation>(sendingLocations),
      this.database.query<{ channel: string }>(
        sql`select channel from channel_setting where not live_quotes`,
      ),
    ]);
    return { zones, locations, withoutLiveQuotes: new Set(channels.map(({ channel }) => channel)) };
  }
}

export function readZones(database: Database): Promise<ZoneWithMethods[]> {
  return database.query<ZoneWithMethods>(sql`
    select z.code, z.name, z.channels, z.countries, z.regions, z.version, z.holidays::text[] as holidays, coalesce((
      select jsonb_agg(jsonb_build_object(
        'zoneCode', m.zone_code, 'code', m.code, 'name', m.name, 'basis', m.basis,
        'carrierCode', m.carrier_code, 'serviceCode', m.service_code,
        'earliestDays', m.earliest_days, 'latestDays', m.latest_days,
        'deliveryWeekdays', m.delivery_weekdays, 'active', m.active, 'version', m.version,
        'rates', coalesce((
          select jsonb_agg(jsonb_build_object('currency', r.currency, 'from', r.from_value,
            'below', r.below_value, 'priceMinor', r.price_minor) order by r.currency, r.from_value)
          from rate r where r.zone_code = m.zone_code and r.method_code = m.code), '[]'),
        'freeFrom', coalesce((
          select jsonb_agg(jsonb_build_object('currency', f.currency,
            'subtotalMinor', f.subtotal_minor) order by f.currency)
          from free_threshold f where f.zone_code = m.zone_code and f.method_code = m.code), '[]')
        ) order by m.code)
      from method m where m.zone_code = z.code), '[]') as methods
    from zone z order by z.code`);
}
