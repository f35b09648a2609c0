import { told } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import { ifMatch, ifNone, type Expected } from '../../forms/if-match.ts';
import { numberOf, typedNumber } from '../../forms/lines.ts';
import { minorOf, type Formats } from '../../words/formats.ts';
import { putDays, type Method, type Zone } from './zones.ts';

export interface MethodForm {
  code: string;
  name: string;
  basis: Method['basis'];
  carrierCode: string;
  serviceCode: string;
  earliestDays: string;
  latestDays: string;
  active: boolean;
  /** From where on, and what it costs from there, up to where the next one begins. */
  steps: { from: string; price: string }[];
  /** From where on the way is not offered at all; nothing: it always is. */
  below: string;
  freeFrom: string;
  /** 1 is Monday. */
  weekdays: string[];
}

interface Money {
  readonly currency: string;
  readonly formats: Formats;
}

const rising = (one: number, other: number) => one - other;
const everyday = [1, 2, 3, 4, 5, 6];

/** As it is typed. */
export function methodFormOf(method: Method | undefined, { currency, formats }: Money): MethodForm {
  const amount = (minor: number) => formats.plain(minor, currency);
  const basis = method?.basis ?? 'weight';
  const own = (method?.rates ?? []).filter((rate) => rate.currency === currency);
  const free = method?.freeFrom.find((each) => each.currency === currency);
  const typed = (value: number) => (basis === 'price' ? amount(value) : String(value));
  const rising = own.toSorted((one, other) => one.from - other.from);
  const steps = rising.map(({ from, priceMinor }) => ({
    from: typed(from),
    price: amount(priceMinor),
  }));
  const end = rising.at(-1)?.below ?? null;
  return {
    code: method?.code ?? '',
    name: method?.name ?? '',
    basis,
    carrierCode: method?.carrierCode ?? '',
    serviceCode: method?.serviceCode ?? '',
    earliestDays: typedNumber(method?.earliestDays ?? null),
    latestDays: typedNumber(method?.latestDays ?? null),
    active: method?.active ?? true,
    steps: steps.length > 0 ? steps : [{ from: '0', price: '' }],
    below: end === null ? '' : typed(end),
    freeFrom: free ? amount(free.subtotalMinor) : '',
    weekdays: (method?.deliveryWeekdays ?? everyday).map(String),
  };
}

/** Where a step begins, in what the API counts in; undefined where it is no number. */
const fromOf = (form: MethodForm, from: string, currency: string): number | undefined =>
  form.basis === 'price'
    ? minorOf(from, currency)
    : /^\d{1,9}$/.test(from.trim())
      ? Number(from)
      : undefined;

interface Said {
  readonly noAmount: string;
  readonly noNumber: string;
  readonly sameStep: string;
  readonly endsBefore: string;
  readonly otherPrices: (currencies: string) => string;
}

/** Fields whose amounts are none, and steps that begin where another one does. */
export function wrongIn(
  form: MethodForm,
  method: Method | undefined,
  currency: string,
  said: Said,
): Record<string, string> {
  const begins = form.steps.map(({ from }) => fromOf(form, from, currency));
  const noLimit = form.basis === 'price' ? said.noAmount : said.noNumber;
  const wrong = form.steps.flatMap(({ price }, at) => [
    ...(minorOf(price, currency) === undefined ? [[`steps.${at}.price`, said.noAmount]] : []),
    ...(begins[at] === undefined ? [[`steps.${at}.from`, noLimit]] : []),
    ...(begins.indexOf(begins[at]) < at ? [[`steps.${at}.from`, said.sameStep]] : []),
  ]);
  if (form.below.trim() !== '') {
    const end = fromOf(form, form.below, currency);
    if (end === undefined) wrong.push(['below', noLimit]);
    else if (begins.some((begin) => begin !== undefined && begin >= end)) {
      wrong.push(['below', said.endsBefore]);
    }
  }
  // What they begin with would be counted in something else.
  const others = otherRatesOf(method, currency).map((rate) => rate.currency);
  if (method && form.basis !== method.basis && others.length > 0) {
    wrong.push(['basis', said.otherPrices([...new Set(others)].join(', '))]);
  }
  const isFree = form.freeFrom.trim() !== '';
  if (isFree && minorOf(form.freeFrom, currency) === undefined) {
    wrong.push(['freeFrom', said.noAmount]);
  }
  return Object.fromEntries(wrong) as Record<string, string>;
}

const otherRatesOf = (method: Method | undefined, currency: string) =>
  (method?.rates ?? []).filter((rate) => rate.currency !== currency);

/** As the API takes them, in turn. What nothing was offered for between two stays so. */
export function ratesOf(form: MethodForm, method: Method | undefined, currency: string) {
  const own = (method?.rates ?? []).filter((rate) => rate.currency === currency);
  const isSameBasis = method?.basis === form.basis;
  const gapFrom = (from: number, next: number): number | undefined => {
    const before = isSameBasis ? own.find((rate) => rate.from === from) : undefined;
    const below = before?.below ?? null;
    if (below === null || below >= next) return undefined;
    const isLast = !own.some((rate) => rate.from > from);
    return isLast || own.some((rate) => rate.from === below) ? undefined : below;
  };
  const steps = form.steps
    .map(({ from, price }) => ({
      from: fromOf(form, from, currency)!,
      priceMinor: minorOf(price, currency)!,
    }))
    .toSorted((one, other) => one.from - other.from);
  const end = form.below.trim() === '' ? null : fromOf(form, form.below, currency)!;
  return steps.map((step, at) => {
    const next = steps[at + 1]?.from;
    const below = next === undefined ? end : (gapFrom(step.from, next) ?? next);
    return { currency, ...step, below };
  });
}

interface Known {
  /** Undefined of a new one. */
  readonly method: Method | undefined;
  readonly currency: string;
}

/** As it is sent, but for the days on which it comes. */
export function methodBodyOf(form: MethodForm, { method, currency }: Known) {
  const othersFree = (method?.freeFrom ?? []).filter((each) => each.currency !== currency);
  const free = minorOf(form.freeFrom, currency);
  return {
    name: form.name.trim(),
    basis: form.basis,
    carrierCode: form.carrierCode.trim() || null,
    serviceCode: form.serviceCode.trim() || null,
    earliestDays: numberOf(form.earliestDays),
    latestDays: numberOf(form.latestDays),
    active: form.active,
    rates: [...ratesOf(form, method, currency), ...otherRatesOf(method, currency)],
    freeFrom: [...(free === undefined ? [] : [{ currency, subtotalMinor: free }]), ...othersFree],
  };
}

/** Adds the way, or sets the one of this code anew. */
export function putMethod(
  { zoneCode, code }: Pick<Method, 'zoneCode' | 'code'>,
  body: ReturnType<typeof methodBodyOf>,
  expected: Expected,
) {
  return told(
    kontor.PUT('/v1/admin/shipping/zones/{zoneCode}/methods/{code}', {
      params: { path: { zoneCode, code }, header: expected },
      body,
    }),
  );
}

/** Sets on which days the way comes, where they are others and nobody has set it since. */
export async function putDaysOf(
  { zoneCode, code, version }: Pick<Method, 'zoneCode' | 'code' | 'version'>,
  form: MethodForm,
  before: readonly number[] = everyday,
): Promise<void> {
  const days = form.weekdays.map(Number).toSorted(rising);
  if (days.join() === before.toSorted(rising).join()) return;
  const expectedOf = (zone: Zone) => {
    const now = zone.methods.find((each) => each.code === code);
    // Of a way that is another one by now the shop is to say so, as of a zone that is none.
    return version === undefined || now?.version === version ? ifMatch(zone.version) : ifNone;
  };
  await putDays(zoneCode, { days: { [code]: days } }, expectedOf);
}
