import type { z } from 'zod';
import type { paymentMethodShape } from '#contracts/payment/methods.ts';
import type { Database } from '#platform/data/database.ts';
import * as clock from '#kernel/clock.ts';
import { json, sql, type Statement } from '#platform/ground/sql.ts';
import { ruleDocument } from '../stored/documents.ts';

type Shape = z.output<typeof paymentMethodShape>;

/** A method as it is kept. Version 0: no row, what a channel takes by itself. */
export interface PaymentMethodRow extends Omit<Shape, 'notices'> {
  readonly version: number;
}

const columns = sql`
  code, channel, kind, provider, provider_type, min_minor,
  max_minor, countries, currencies, position, active, due_days, rule,
  names, version`;

/** Until staff says otherwise: cards, without a limit. */
export function defaultCard(channel: string): PaymentMethodRow {
  return { ...newMethod(channel, 'card', 'card'), active: true };
}

export function newMethod(
  channel: string,
  code: string,
  kind: PaymentMethodRow['kind'],
): PaymentMethodRow {
  return {
    code,
    channel,
    kind,
    provider: kind === 'card' ? 'stripe' : 'shop',
    providerType: kind === 'card' ? 'card' : null,
    minMinor: null,
    maxMinor: null,
    countries: [],
    currencies: [],
    position: 0,
    active: false,
    dueDays: 14,
    rule: null,
    names: {},
    version: 0,
  };
}

/** The channel's methods, in the order in which they are shown. */
export async function readMethods(database: Database, channel: string, lock?: Statement) {
  const rows = await database.query<PaymentMethodRow>(methodsOf(channel, lock));
  return withDefault(channel, rows);
}

export function methodsOf(channel: string, lock: Statement = sql``): Statement {
  return sql`
    select ${columns} from payment_method where channel = ${channel} order by position, code ${lock}`;
}

export function withDefault(
  channel: string,
  rows: readonly PaymentMethodRow[],
): readonly PaymentMethodRow[] {
  const hasCard = rows.some(({ code }) => code === 'card');
  return hasCard ? rows : [defaultCard(channel), ...rows];
}

export function saveMethod(method: PaymentMethodRow): Statement {
  return sql`
    insert into payment_method (channel, code, kind, provider, provider_type, min_minor, max_minor,
      countries, currencies, position, active, due_days, rule, names)
    values (${method.channel}, ${method.code}, ${method.kind}, ${method.provider},
      ${method.providerType}, ${method.minMinor}, ${method.maxMinor}, ${method.countries},
      ${method.currencies}, ${method.position}, ${method.active}, ${method.dueDays},
      ${method.rule === null ? null : ruleDocument.write(method.rule)}, ${json(method.names)})
    on conflict (channel, code) do update set provider = excluded.provider,
      provider_type = excluded.provider_type, min_minor = excluded.min_minor,
      max_minor = excluded.max_minor, countries = excluded.countries,
      currencies = excluded.currencies, position = excluded.position, active = excluded.active,
      due_days = excluded.due_days, rule = excluded.rule, names = excluded.names,
      version = payment_method.version + 1, updated_at = kontor_now()
    returning ${columns}`;
}

/** The method is still as it was looked at: a condition of the statement that begins a payment. */
export function stillAs({ channel, code, version }: PaymentMethodRow): Statement {
  return sql`
    coalesce((select m.version from payment_method m
              where m.channel = ${channel} and m.code = ${code}), 0) = ${version}`;
}

const retentionMs = 300_000;

/**
 * The methods of each channel, in memory. What is authorized is compared with the table by its own
 * statement, so that an old copy here refuses nothing wrongly and lets nothing through.
 */
export class MethodBook {
  private readonly channels = new Map<
    string,
    { untilMs: number; methods: Promise<readonly PaymentMethodRow[]> }
  >();
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  of(channel: string, fresh = false): Promise<readonly PaymentMethodRow[]> {
    const known = this.channels.get(channel);
    if (known && !fresh && clock.nowMs() < known.untilMs) return known.methods;
    const methods = readMethods(this.database, channel);
    this.channels.set(channel, { untilMs: clock.nowMs() + retentionMs, methods });
    methods.catch(() => this.forget(channel));
    return methods;
  }

  forget(channel: string): void {
    this.channels.delete(channel);
  }
}
