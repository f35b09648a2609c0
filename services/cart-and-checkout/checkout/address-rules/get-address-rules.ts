import { addressFormOf } from '#kernel/postal-address/address-form.ts';
import { countryName } from '#kernel/postal-address/address-lines.ts';
import { postalCodeRule } from '#kernel/postal-address/postal-code.ts';
import { isCountry } from '#kernel/postal-address/postal-address.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { fieldLabel } from './field-labels.ts';

/** The rules by which addresses are looked at, so that a form asks for the same. */
export function getAddressRules(): Handler<'checkout', 'getAddressRules'> {
  return async ({ countryCode }, { locale }) => {
    if (!isCountry(countryCode)) {
      return fail('country_unknown', `${countryCode} is no country of ISO 3166-1.`);
    }
    const { fields, regions } = addressFormOf(countryCode);
    const { use, pattern = null, examples } = postalCodeRule(countryCode);
    return ok({
      countryCode,
      countryName: countryName(countryCode, locale),
      fields: fields.map(({ field, use: ofField, kind }) => {
        return { field, use: ofField, label: fieldLabel(kind, locale) };
      }),
      postalCode: { use, pattern, examples: [...examples] },
      regions: regions.map(({ code, name, latinName = null }) => ({ code, name, latinName })),
    });
  };
}
