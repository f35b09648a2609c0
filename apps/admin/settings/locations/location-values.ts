import { told, type Schemas } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import type { Expected } from '../../forms/if-match.ts';
import { listOf, numberOf } from '../../forms/lines.ts';

export type Location = Schemas['StockLocation'];

type Given = Pick<Location, 'name' | 'channels' | 'priority' | 'address' | 'active'>;

export function locationValuesOf({ name, channels, priority, address, active }: Given) {
  return {
    name,
    channels: channels.join(', '),
    priority: String(priority),
    active,
    addressee: address?.name ?? '',
    street: address?.street ?? '',
    postalCode: address?.postalCode ?? '',
    city: address?.city ?? '',
    countryCode: address?.countryCode ?? '',
    phone: address?.phone ?? '',
  };
}

export type LocationValues = ReturnType<typeof locationValuesOf>;

/** As it stands now. */
export async function readLocation(code: string): Promise<Location> {
  const { items } = await told(kontor.GET('/v1/admin/stock/locations'));
  const found = items.find((each) => each.code === code);
  if (!found) throw new Error(`there is no location ${code} any more`);
  return found;
}

/** As it is sent. An address is whole or none. What is not asked for here is as in `before`. */
export function locationBodyOf(values: LocationValues, before: Pick<Given, 'address'>) {
  const { addressee, street, postalCode, city, countryCode, phone } = values;
  const said = [addressee, street, postalCode, city, countryCode];
  const address = {
    // What is not asked for here stays as it was.
    ...before.address,
    name: addressee,
    street,
    postalCode,
    city,
    countryCode: countryCode.trim().toUpperCase(),
    ...(phone.trim() !== '' && { phone: phone.trim() }),
  };
  if (phone.trim() === '') delete address.phone;
  return {
    name: values.name,
    channels: listOf(values.channels),
    priority: numberOf(values.priority) ?? 0,
    address: said.some((each) => each.trim() !== '') ? address : null,
    active: values.active,
  };
}

/** Adds a location, or sets the one of this code anew. */
export function putLocation(
  code: string,
  body: ReturnType<typeof locationBodyOf>,
  expected: Expected,
) {
  const params = { path: { code }, header: expected };
  return told(kontor.PUT('/v1/admin/stock/locations/{code}', { params, body }));
}
