import type { z } from 'zod';
import type {
  paymentMethodShape,
  notOfferedReason,
  purchaseAsked,
} from '#contracts/payment/methods.ts';
import type { Database } from '#platform/data/database.ts';
import { json, sql, type Statement } from '#platform/ground/sql.ts';
import { fail } from '#kernel/result.ts';
import * as clock from '#kernel/clock.ts';
import { ruleDocument } from '../stored/documents.ts';

type Shape = z.output<typeof paymentMethodShape>;

/** A method as it is kept. Version 0: no row, what a channel takes by itself. */
export interface PaymentMethodRow extends Omit<Shape, 'notices'> {
  readonly version: number;
}

const columns = sql`
  code, channel, kind, provider, provider_type, min_minor,
  max_minor, countries, currencies, position, active, due_days, due_from,
  delivered_after_days, rule, names, version,
  reminder_days, reminder_fees_minor`;

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
    dueFrom: 'invoice',
    deliveredAfterDays: 14,
    reminderDays: [7, 14, 21],
    reminderFeesMinor: [],
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
      countries, currencies, position, active, due_days, due_from,
      delivered_after_days, reminder_days, reminder_fees_minor, rule, names)
    values (${method.channel}, ${method.code}, ${method.kind}, ${method.provider},
      ${method.providerType}, ${method.minMinor}, ${method.maxMinor}, ${method.countries},
      ${method.currencies}, ${method.position}, ${method.active}, ${method.dueDays},
      ${method.dueFrom}, ${method.deliveredAfterDays}, ${method.reminderDays}, ${method.reminderFeesMinor},
      ${method.rule === null ? null : ruleDocument.write(method.rule)}, ${json(method.names)})
    on conflict (channel, code) do update set provider = excluded.provider,
      provider_type = excluded.provider_type, min_minor = excluded.min_minor,
      max_minor = excluded.max_minor, countries = excluded.countries,
      currencies = excluded.currencies, position = excluded.position, active = excluded.active,
      due_days = excluded.due_days, due_from = excluded.due_from,
      delivered_after_days = excluded.delivered_after_days,
      reminder_days = excluded.reminder_days,
      reminder_fees_minor = excluded.reminder_fees_minor, rule = excluded.rule, names = excluded.names,
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

export type NotOffered = z.output<typeof notOfferedReason>;

/** What a method is looked at for. */
export interface Purchase extends z.output<typeof purchaseAsked> {
  /** The assessment asks for proof, or nobody could make one: who pays later gives none. */
  readonly doubted: boolean;
}

/** Nothing is held anywhere: the buyer's word is all there is. */
export function isPromise({ kind }: Pick<PaymentMethodRow, 'kind'>): boolean {
  return kind !== 'card';
}

/**
 * The first reason why a method is not offered for a purchase, undefined where it is. What a
 * purchase does not say yet is not looked at. Ceilings need what is owed, which `owedBy` tells.
 */
export function judgeMethod(
  method: PaymentMethodRow | undefined,
  purchase: Purchase,
): NotOffered | undefined {
  if (!method) return 'unknown';
  if (!method.active) return 'inactive';
  const { currency, totalMinor, countries } = purchase;
  // Nothing is paid: neither who buys nor how much it is can be a reason.
  if (totalMinor === 0) return undefined;
  if (currency !== null && !allows(method.currencies, currency)) return 'currency';
  if (countries.some((country) => !allows(method.countries, country))) return 'country';
  if (totalMinor !== null) {
    if (method.minMinor !== null && totalMinor < method.minMinor) return 'below_minimum';
    if (method.maxMinor !== null && totalMinor > method.maxMinor) return 'above_maximum';
  }
  return judgeBuyer(method, purchase);
}

function judgeBuyer(
  method: PaymentMethodRow,
  { buyer, doubted, totalMinor }: Purchase,
): NotOffered | undefined {
  const { rule } = method;
  const groups = rule?.groups ?? [];
  if ((rule?.registered || groups.length > 0) && buyer.customerId === null) {
    return 'account_required';
  }
  if (groups.length > 0 && !groups.some((group) => buyer.groups.includes(group))) {
    return 'group_required';
  }
  if (isPromise(method) && doubted) return 'risk';
  const ceilingMinor = rule?.ceilingMinor ?? null;
  if (ceilingMinor !== null && (totalMinor ?? 0) > ceilingMinor) return 'above_ceiling';
  return undefined;
}

/** An empty list allows all. */
function allows(list: readonly string[], one: string): boolean {
  return list.length === 0 || list.includes(one);
}

const messages: Record<NotOffered, string> = {
  unknown: 'This way to pay is not offered here.',
  inactive: 'This way to pay is not offered here.',
  currency: 'This way to pay is not offered in this currency.',
  country: 'This way to pay is not offered for this address.',
  below_minimum: 'This way to pay is offered for larger orders.',
  above_maximum: 'This way to pay is offered for smaller orders.',
  account_required: 'This way to pay asks for an account. Sign in first.',
  group_required: 'This way to pay is not offered to this account.',
  risk: 'This way to pay is not offered for this purchase.',
  above_ceiling: 'With what is open already, this purchase is more than may be paid later.',
};

export function methodUnavailable(reason: NotOffered) {
  const message = `${messages[reason]} Choose another of the checkout’s payment methods.`;
  return fail('payment_method_unavailable', message, { reason });
}
