import { told, type Schemas } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';

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

const perPercent = 10_000;

export function setRate(rate: GivenRate): Promise<TaxRate> {
  return told(kontor.PUT('/v1/admin/tax/rates', { body: { ...rate, components: [] } }));
}

export function removeRate({ rateId }: TaxRate) {
  return told(kontor.DELETE('/v1/admin/tax/rates/{rateId}', { params: { path: { rateId } } }));
}

/** `19`, `5.5` or `5,5` in millionths; undefined where it is no share of a hundred. */
export function ratePpmOf(percent: string): number | undefined {
  const plain = percent.trim().replace(/\s*%$/, '').replace(',', '.');
  if (!/^\d{1,3}(\.\d{1,4})?$/.test(plain)) return undefined;
  const ppm = Math.round(Number(plain) * perPercent);
  return ppm <= 100 * perPercent ? ppm : undefined;
}

export const percentOf = ({ ratePpm }: Pick<TaxRate, 'ratePpm'>): number => ratePpm / perPercent;
