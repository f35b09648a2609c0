import * as clock from '#kernel/clock.ts';
import type { RoundingMode } from '#kernel/money.ts';
import type { Database } from '#platform/data/database.ts';
import { sql } from '#platform/ground/sql.ts';

/** A tax by itself: what is printed, and its rate in parts per million. */
export interface TaxComponent {
  readonly name: string;
  readonly ratePpm: number;
}

export interface Rate {
  readonly regionCode: string | null;
  readonly taxClass: string;
  readonly ratePpm: number;
  readonly components: readonly TaxComponent[];
}

export interface ChannelSettings {
  readonly source: 'auto' | 'table' | 'provider';
  readonly roundingLevel: 'line' | 'total';
  readonly roundingMode: Extract<RoundingMode, 'half_up' | 'half_even'>;
  readonly shippingTax: 'standard' | 'highest' | 'proportional';
}

export const defaultSettings: ChannelSettings = {
  source: 'auto',
  roundingLevel: 'line',
  roundingMode: 'half_up',
  shippingTax: 'standard',
};

const retentionMs = 15_000;
const countriesCached = 300;

interface Stored<Value> {
  readonly value: Value;
  readonly untilMs: number;
}

/**
 * Rates by country and settings by channel, kept for seconds: a quote then costs no statement.
 * This process forgets them at once when it changes them; others see a change after the time is up.
 */
export class TaxBook {
  private readonly rates = new Map<string, Stored<Promise<Rate[]>>>();
  private readonly settings = new Map<string, Stored<Promise<ChannelSettings>>>();

  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  ratesOf(countryCode: string): Promise<Rate[]> {
    return keep(this.rates, countryCode, () =>
      this.database.query<Rate>(sql`
        select region_code, tax_class, rate_ppm, components
        from tax_rate where country_code = ${countryCode}`),
    );
  }

  settingsOf(channel: string): Promise<ChannelSettings> {
    return keep(this.settings, channel, async () => {
      const row = await this.database.first<ChannelSettings>(sql`
        select source, rounding_level, rounding_mode,
               shipping_tax
        from channel_setting where channel = ${channel}`);
      return row ?? defaultSettings;
    });
  }

  forget(): void {
    this.rates.clear();
    this.settings.clear();
  }
}

/** Concurrent askers share one read; a failed one is not kept. */
function keep<Value>(
  stored: Map<string, Stored<Promise<Value>>>,
  key: string,
  read: () => Promise<Value>,
): Promise<Value> {
  const known = stored.get(key);
  if (known !== undefined && known.untilMs > clock.nowMs()) return known.value;
  if (stored.size >= countriesCached) stored.clear();
  const value = read();
  const entry = { value, untilMs: clock.nowMs() + retentionMs };
  stored.set(key, entry);
  value.catch(() => {
    if (stored.get(key) === entry) stored.delete(key);
  });
  return value;
}
