import { regionForCarriers } from '#kernel/postal-address/address-lines.ts';
import type { PostalAddress } from '../../exchange/external-call.ts';
import type { CustomsDeclaration, Goods, Parcel } from '../port.ts';

/** What the file of the vendor bounds; what is longer is cut, for the label has no more room. */
const descriptionMax = 100;

/** Addresses and parcels, as rates and labels both take them. */
export function wireShipment(request: {
  shipFrom: PostalAddress;
  shipTo: PostalAddress;
  parcels: Parcel[];
  customs?: CustomsDeclaration | undefined;
}): object {
  const { shipFrom, shipTo, parcels, customs } = request;
  return {
    ship_from: wireAddress(shipFrom),
    ship_to: wireAddress(shipTo),
    packages: parcels.map((parcel, index) => ({
      ...wireParcel(parcel),
      // One declaration for all that leaves together; it goes with the first parcel.
      ...(customs && index === 0 ? { products: customs.goods.map(wireGoods) } : {}),
    })),
    ...(customs ? { customs: { contents: 'merchandise', non_delivery: 'return_to_sender' } } : {}),
  };
}

function wireGoods(goods: Goods): object {
  const { description, quantity, unitValue, weightGrams } = goods;
  const { hsCode, countryOfOrigin, sku } = goods;
  return {
    description: description.slice(0, descriptionMax),
    quantity,
    ...(unitValue === undefined
      ? {}
      : { value: { currency: unitValue.currency.toLowerCase(), amount: unitValue.amount } }),
    ...(weightGrams > 0 ? { weight: { value: weightGrams, unit: 'gram' } } : {}),
    ...(hsCode ? { harmonized_tariff_code: hsCode } : {}),
    country_of_origin: countryOfOrigin,
    sku,
  };
}

function wireParcel(parcel: Parcel): object {
  const { weightGrams, lengthMm, widthMm, heightMm } = parcel;
  const weight = { value: weightGrams, unit: 'gram' };
  if (lengthMm === undefined || widthMm === undefined || heightMm === undefined) return { weight };
  const [length, width, height] = [lengthMm, widthMm, heightMm].map((side) => side / 10);
  return { weight, dimensions: { unit: 'centimeter', length, width, height } };
}

/**
 * No text is empty: what is not known is left out, and what the vendor asks of every address is
 * filled with what stands on an envelope there. Where a country has no states the city stands for
 * one, and where their codes are numbers their names do; where it has no postal codes, the dash that
 * carriers use.
 */
function wireAddress(address: PostalAddress): object {
  const { company, phone, line1, line2, city, region, postalCode, country } = address;
  const place = { street: line1, city, countryCode: country };
  const state = firstOf(region);
  return {
    name: firstOf(address.name, company) ?? 'Recipient',
    ...(firstOf(company) === undefined ? {} : { company_name: company }),
    ...(firstOf(phone) === undefined ? {} : { phone }),
    address_line1: line1,
    ...(firstOf(line2) === undefined ? {} : { address_line2: line2 }),
    city_locality: city,
    state_province: state === undefined ? city : regionForCarriers(place, state),
    postal_code: firstOf(postalCode) ?? '-',
    country_code: country,
    address_residential_indicator: 'unknown',
  };
}

/** The first that says something. */
function firstOf(...texts: (string | undefined)[]): string | undefined {
  return texts.find((text) => text !== undefined && text.trim() !== '');
}
