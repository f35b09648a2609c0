import type { Schemas } from '@kontor/sdk';
import { listOf, numberOf, typedNumber } from '../../forms/lines.ts';
import { differing } from '../../products/product/use-typed.ts';
import { minorOf, type Formats } from '../../words/formats.ts';

export type Method = Schemas['PaymentMethod'];

const nameKey = (locale: string) => `name_${locale.replace('-', '_')}`;

/** As it is typed: amounts with their decimals, lists with commas between. */
export function methodValuesOf(
  method: Method,
  {
    locales,
    currency,
    formats,
  }: { locales: readonly string[]; currency: string; formats: Formats },
) {
  const amount = (minor: number | null) => (minor === null ? '' : formats.plain(minor, currency));
  const { rule } = method;
  return {
    active: method.active,
    minMinor: amount(method.minMinor),
    maxMinor: amount(method.maxMinor),
    countries: method.countries.join(', '),
    position: String(method.position),
    dueDays: String(method.dueDays),
    dueFrom: method.dueFrom,
    deliveredAfterDays: typedNumber(method.deliveredAfterDays),
    reminderDays: method.reminderDays.join(', '),
    reminderFeesMinor: method.reminderFeesMinor.map(amount).join('; '),
    registered: rule?.registered ?? false,
    groups: (rule?.groups ?? []).join(', '),
    ceilingMinor: amount(rule?.ceilingMinor ?? null),
    names: Object.fromEntries(
      locales.map((locale) => [nameKey(locale), method.names[locale] ?? '']),
    ),
  };
}

export type MethodValues = ReturnType<typeof methodValuesOf>;

/** With `;` between: a comma may be of an amount. */
const feesIn = (text: string): string[] =>
  text
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** Fields whose amounts are none. */
export function unreadable(values: MethodValues, currency: string): string[] {
  const amounts = ['minMinor', 'maxMinor', 'ceilingMinor'] as const;
  const wrong: string[] = amounts.filter(
    (name) => values[name].trim() !== '' && minorOf(values[name], currency) === undefined,
  );
  const fees = feesIn(values.reminderFeesMinor);
  const areFees = fees.every((fee) => minorOf(fee, currency) !== undefined);
  return areFees ? wrong : [...wrong, 'reminderFeesMinor'];
}

/** As the API takes it. */
export function methodBodyOf(
  values: MethodValues,
  { locales, currency, kind }: { locales: readonly string[]; currency: string; kind: string },
) {
  const amount = (text: string) => (text.trim() === '' ? null : (minorOf(text, currency) ?? null));
  const { registered, ceilingMinor } = values;
  const groups = listOf(values.groups);
  const ceiling = amount(ceilingMinor);
  const isRuled = registered || groups.length > 0 || ceiling !== null;
  const terms = {
    dueDays: numberOf(values.dueDays) ?? 0,
    dueFrom: values.dueFrom,
    deliveredAfterDays: numberOf(values.deliveredAfterDays) ?? 0,
    reminderDays: listOf(values.reminderDays).map(Number),
    reminderFeesMinor: feesIn(values.reminderFeesMinor).flatMap((fee) => amount(fee) ?? []),
  };
  const names = locales.map((locale) => [locale, (values.names[nameKey(locale)] ?? '').trim()]);
  return {
    active: values.active,
    minMinor: amount(values.minMinor),
    maxMinor: amount(values.maxMinor),
    countries: listOf(values.countries).map((each) => each.toUpperCase()),
    position: numberOf(values.position) ?? 0,
    names: Object.fromEntries(names.filter(([, name]) => name !== '')) as Record<string, string>,
    rule: isRuled ? { registered, groups, ceilingMinor: ceiling } : null,
    ...(kind === 'card' ? {} : terms),
  };
}

export const nameFieldOf = (locale: string): string => `names.${nameKey(locale)}`;

/** What was set to something else. */
export function differenceOf<T extends object>(before: T, after: T): Partial<T> {
  const changed = differing(before as Record<string, unknown>, after as Record<string, unknown>);
  return Object.fromEntries(changed.map((key) => [key, after[key as keyof T]])) as Partial<T>;
}
