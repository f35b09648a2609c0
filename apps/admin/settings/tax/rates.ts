import { told, type Schemas } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import { ifMatch, type Expected } from '../../forms/if-match.ts';

export type TaxRate = Schemas['TaxRate'];
export type TaxClass = Schemas['TaxClass'];

/** A rate as it is set: a millionth is the finest share. */
export interface GivenRate {
  readonly countryCode: string;
  readonly regionCode: string | null;
  readonly taxClass: string;
  readonly name: string;
  readonly ratePpm: number;
}

/**
 * Of what it is made up: what is known of a rate stays while its share does, since invoices show the
 * parts by themselves; else it is one of its own name.
 */
export function componentsOf(
  { name, ratePpm }: Pick<GivenRate, 'name' | 'ratePpm'>,
  known: Partial<Pick<TaxRate, 'name' | 'ratePpm' | 'components'>>,
): TaxRate['components'] {
  const parts = known.components ?? [];
  if (known.ratePpm === ratePpm && parts.length > 1) return parts;
  return ratePpm > 0 ? [{ name, ratePpm }] : [];
}

/** Whether another share would make one part of the several that a rate has. */
export const isOfSeveral = ({ components = [] }: Partial<Pick<TaxRate, 'components'>>): boolean =>
  components.length > 1;

const perPercent = 10_000;

/** Adds it, or sets the one that is known of that place anew. */
export function setRate(
  rate: GivenRate,
  known: Partial<TaxRate>,
  expected: Expected,
): Promise<TaxRate> {
  const body = { ...rate, components: componentsOf(rate, known) };
  return told(kontor.PUT('/v1/admin/tax/rates', { params: { header: expected }, body }));
}

/** As it stands now. */
export async function readRate(of: Pick<TaxRate, 'countryCode' | 'taxClass' | 'regionCode'>) {
  const { countryCode, taxClass, regionCode } = of;
  const params = { query: { countryCode } };
  const { items } = await told(kontor.GET('/v1/admin/tax/rates', { params }));
  const found = items.find((each) => each.taxClass === taxClass && each.regionCode === regionCode);
  if (!found) throw new Error(`there is no rate of ${countryCode} ${taxClass} any more`);
  return found;
}

export function removeRate({ rateId, version }: TaxRate) {
  const params = { path: { rateId }, header: ifMatch(version) };
  return told(kontor.DELETE('/v1/admin/tax/rates/{rateId}', { params }));
}

/** `19`, `5.5` or `5,5` in millionths; undefined where it is no share of a hundred. */
export function ratePpmOf(percent: string): number | undefined {
  const plain = percent.trim().replace(/\s*%$/, '').replace(',', '.');
  if (!/^\d{1,3}(\.\d{1,4})?$/.test(plain)) return undefined;
  const ppm = Math.round(Number(plain) * perPercent);
  return ppm <= 100 * perPercent ? ppm : undefined;
}

export const percentOf = ({ ratePpm }: Pick<TaxRate, 'ratePpm'>): number => ratePpm / perPercent;
