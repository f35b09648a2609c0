import { told, type Schemas } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import { ifMatch } from '../../forms/if-match.ts';
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

/** An address is whole or none. What is not asked for here is as in `before`. */
export function putLocation(
  code: string,
  values: LocationValues,
  before: Given & { readonly version: number },
) {
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
  return told(
    kontor.PUT('/v1/admin/stock/locations/{code}', {
      params: { path: { code }, header: ifMatch(before.version) },
      body: {
        name: values.name,
        channels: listOf(values.channels),
        priority: numberOf(values.priority) ?? 0,
        address: said.some((each) => each.trim() !== '') ? address : null,
        active: values.active,
      },
    }),
  );
}
