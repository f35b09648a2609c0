import { told } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
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
  /** From where on, and what it costs from there; the last step has no end. */
  steps: { from: string; price: string }[];
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

/** As it is typed. Steps follow each other without gaps: each ends where the next one begins. */
export function methodFormOf(method: Method | undefined, { currency, formats }: Money): MethodForm {
  const amount = (minor: number) => formats.plain(minor, currency);
  const basis = method?.basis ?? 'weight';
  const own = (method?.rates ?? []).filter((rate) => rate.currency === currency);
  const free = method?.freeFrom.find((each) => each.currency === currency);
  const steps = own
    .toSorted((one, other) => one.from - other.from)
    .map(({ from, priceMinor }) => ({
      from: basis === 'price' ? amount(from) : String(from),
      price: amount(priceMinor),
    }));
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

/** Fields whose amounts are none, and steps that begin where another one does. */
export function wrongIn(
  form: MethodForm,
  currency: string,
  said: { readonly noAmount: string; readonly sameStep: string },
): Record<string, string> {
  const begins = form.steps.map(({ from }) => fromOf(form, from, currency));
  const wrong = form.steps.flatMap(({ price }, at) => [
    ...(minorOf(price, currency) === undefined ? [[`steps.${at}.price`, said.noAmount]] : []),
    ...(begins[at] === undefined ? [[`steps.${at}.from`, said.noAmount]] : []),
    ...(begins.indexOf(begins[at]) < at ? [[`steps.${at}.from`, said.sameStep]] : []),
  ]);
  const isFree = form.freeFrom.trim() !== '';
  if (isFree && minorOf(form.freeFrom, currency) === undefined) {
    wrong.push(['freeFrom', said.noAmount]);
  }
  return Object.fromEntries(wrong) as Record<string, string>;
}

/** Sends the way, and the days on which it comes where they are others. */
export async function saveMethod(
  zone: Zone,
  method: Method | undefined,
  form: MethodForm,
  currency: string,
): Promise<void> {
  const code = method?.code ?? form.code.trim();
  const others = (method?.rates ?? []).filter((rate) => rate.currency !== currency);
  const othersFree = (method?.freeFrom ?? []).filter((each) => each.currency !== currency);
  const steps = form.steps
    .map(({ from, price }) => ({
      from: fromOf(form, from, currency)!,
      priceMinor: minorOf(price, currency)!,
    }))
    .toSorted((one, other) => one.from - other.from);
  const rates = steps.map((step, at) => ({
    currency,
    ...step,
    below: steps[at + 1]?.from ?? null,
  }));
  const free = minorOf(form.freeFrom, currency);
  await told(
    kontor.PUT('/v1/admin/shipping/zones/{zoneCode}/methods/{code}', {
      params: { path: { zoneCode: zone.code, code } },
      body: {
        name: form.name.trim(),
        basis: form.basis,
        carrierCode: form.carrierCode.trim() || null,
        serviceCode: form.serviceCode.trim() || null,
        earliestDays: numberOf(form.earliestDays),
        latestDays: numberOf(form.latestDays),
        active: form.active,
        rates: [...rates, ...others],
        freeFrom: [
          ...(free === undefined ? [] : [{ currency, subtotalMinor: free }]),
          ...othersFree,
        ],
      },
    }),
  );
  const days = form.weekdays.map(Number).toSorted(rising);
  const before = method?.deliveryWeekdays ?? everyday;
  if (days.join() === before.toSorted(rising).join()) return;
  const methods = method ? zone.methods : [...zone.methods, { code } as Method];
  await putDays({ ...zone, methods }, zone.holidays, { [code]: days });
}
