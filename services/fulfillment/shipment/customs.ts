import type { CustomsDeclaration } from '#external/shipping-provider/port.ts';
import type { Address } from '#contracts/shapes.ts';
import { currencyExponent } from '#kernel/money.ts';
import type { InputOf } from '#platform/calls/service.ts';

type Goods = InputOf<'shipment', 'purchaseLabel'>['goods'];

/** Between them goods need no declaration; Monaco is of the same customs territory. */
const customsUnion = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MC MT NL PL PT RO SE SI SK'.split(' '),
);

/**
 * Parts of a country that goods cross a border to: the Canaries, Ceuta, Melilla, Åland, what France
 * has overseas (its tax border asks for the same form), Büsingen, Heligoland, Livigno; and the posts
 * of the American forces, which are addressed as at home.
 */
const partsOutside: Readonly<Record<string, RegExp>> = {
  ES: /^(35|38|51|52)\d{3}$/,
  FI: /^22\d{3}$/,
  FR: /^(97\d|98[678])\d{2}$/,
  US: /^(09\d|340|96[2-6])\d{2}(-?\d{4})?$/,
  DE: /^(78266|27498)$/,
  IT: /^(23041|22061)$/,
};

interface Place {
  readonly countryCode: string;
  readonly postalCode: string;
}

/** Whether customs want to know what is in a parcel from one place to the other. */
export function crossesCustomsBorder(from: Place, to: Place): boolean {
  return territoryOf(from) !== territoryOf(to);
}

function territoryOf({ countryCode, postalCode }: Place): string {
  const isOutside = partsOutside[countryCode]?.test(postalCode.replaceAll(' ', '')) ?? false;
  if (isOutside) return `outside ${countryCode}`;
  return customsUnion.has(countryCode) ? 'union' : countryCode;
}

/**
 * The declaration of a parcel that crosses a customs border. Goods whose origin nobody has said are
 * told to come from the country that they are sent from. A number of the Harmonized System is told where it is
 * known: a carrier that wants one for each refuses the label, and staff reads why.
 */
export function declare(
  goods: Goods,
  shipTo: Address,
  from: Place,
): CustomsDeclaration | undefined {
  if (goods.length === 0 || !crossesCustomsBorder(from, shipTo)) return undefined;
  return {
    goods: goods.map(({ sku, description, quantity, weightGrams, hsCode, ...reported }) => ({
      sku,
      description: description.trim() || sku,
      quantity,
      weightGrams,
      hsCode,
      countryOfOrigin: reported.countryOfOrigin ?? from.countryCode,
      unitValue: reported.unitValue && {
        currency: reported.unitValue.currency,
        amount:
          reported.unitValue.amountMinor / 10 ** currencyExponent(reported.unitValue.currency),
      },
    })),
  };
}
