import type { z } from 'zod';
import type { customerAddress } from '#contracts/customer/shapes.ts';
import { wholeList } from '#contracts/shapes.ts';
import { newId } from '#kernel/ids.ts';
import { fail, ok, type Failure } from '#kernel/result.ts';
import { validateAddress, type AddressProblem } from '#kernel/postal-address/postal-address.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import {
  askedBy,
  customerNotFound,
  lockProfile,
  touchProfile,
  type Profile,
} from './customer-store.ts';
import { addressDocument } from './stored/documents.ts';

type Context = ServiceContext<'customer'>;
export type AddressEntry = z.output<typeof customerAddress>;
type Defaults = { defaultShipping?: boolean | undefined; defaultBilling?: boolean | undefined };

const addressesMax = 50;

export function selectAddresses(whose: Statement): Statement {
  return sql`
    select customer.id as customer_id, coalesce(jsonb_agg(jsonb_build_object(
        'addressId', a.id, 'address', a.address,
        'defaultShipping', a.id is not distinct from customer.default_shipping_id,
        'defaultBilling', a.id is not distinct from customer.default_billing_id)
        order by a.id) filter (where a.id is not null), '[]'::jsonb) as addresses
    from customer left join customer_address a on a.customer_id = customer.id
    where ${whose} group by customer.id`;
}

export function listAddresses({ database }: Context): Handler<'customer', 'listAddresses'> {
  return async ({ customerId }, invocation) => {
    const book = await database.first<{ addresses: AddressEntry[] }>(
      selectAddresses(askedBy(invocation.actor, customerId, 'customers:read')),
      invocation,
    );
    return book ? ok(wholeList(readAddresses(book))) : customerNotFound();
  };
}

/** Entries that a statement put together. */
export function readAddresses({ addresses }: { addresses: AddressEntry[] }): AddressEntry[] {
  return addresses.map((entry) => ({ ...entry, address: addressDocument.read(entry.address) }));
}

type AddRefusal =
  | Failure<'customer_not_found' | 'too_many_addresses', null>
  | Failure<'address_invalid', { problems: AddressProblem[] }>;

export function addAddress({ database }: Context): Handler<'customer', 'addAddress'> {
  return async (input, invocation) => {
    const { value: address, problems } = validateAddress(input.address, 'address');
    if (problems.length > 0) return addressInvalid(problems);
    return database.command<AddressEntry, AddRefusal>(
      'addAddress',
      input,
      invocation,
      async (tx) => {
        const profile = await lockProfile(tx, input.customerId);
        if (!profile) return customerNotFound();
        const { customerId } = profile;
        const addressId = newId();
        const added = await tx.change(sql`
          insert into customer_address (id, customer_id, address)
          select ${addressId}, ${customerId}, ${addressDocument.write(address)}
          where (select count(*) from customer_address where customer_id = ${customerId}) < ${addressesMax}`);
        if (added === 0) {
          const message = `An address book has at most ${addressesMax} entries. Remove one first.`;
          return fail('too_many_addresses', message);
        }
        return ok(await takeDefaults(tx, profile, { addressId, address }, input));
      },
    );
  };
}

/** An address that is another person's is not found, whoever knows its id. */
export function replaceAddress({ database }: Context): Handler<'customer', 'replaceAddress'> {
  return async (input, invocation) => {
    const { value: address, problems } = validateAddress(input.address, 'address');
    if (problems.length > 0) return addressInvalid(problems);
    return database.transaction('replaceAddress', invocation, async (tx) => {
      const profile = await lockProfile(tx, input.customerId);
      if (!profile) return customerNotFound();
      const { addressId } = input;
      const replaced = await tx.change(sql`
        update customer_address set address = ${addressDocument.write(address)}
        where id = ${addressId} and customer_id = ${profile.customerId}`);
      if (replaced === 0) return addressNotFound();
      return ok(await takeDefaults(tx, profile, { addressId, address }, input));
    });
  };
}

export function removeAddress({ database }: Context): Handler<'customer', 'removeAddress'> {
  return ({ customerId, addressId }, invocation) =>
    database.transaction('removeAddress', invocation, async (tx) => {
      const profile = await lockProfile(tx, customerId);
      if (!profile) return customerNotFound();
      const removed = await tx.change(sql`
        delete from customer_address
        where id = ${addressId} and customer_id = ${profile.customerId}`);
      if (removed === 0) return addressNotFound();
      await tx.query(sql`
        update customer set
          default_shipping_id = nullif(default_shipping_id, ${addressId}::uuid),
          default_billing_id = nullif(default_billing_id, ${addressId}::uuid)
        where id = ${profile.customerId}`);
      await touchProfile(tx, profile);
      tx.audit({ subject: `customer:${profile.customerId}`, before: { addressId } });
      return ok({});
    });
}

/** Makes the address a default, or no longer one, as the person says; the first one is both. */
async function takeDefaults(
  tx: Transaction,
  { customerId, ...profile }: Profile,
  { addressId, address }: Pick<AddressEntry, 'addressId' | 'address'>,
  { defaultShipping, defaultBilling }: Defaults,
): Promise<AddressEntry> {
  const next = (current: string | null, wanted: boolean | undefined): string | null => {
    if (wanted ?? current === null) return addressId;
    return wanted === false && current === addressId ? null : current;
  };
  const shippingId = next(profile.defaultShippingAddressId, defaultShipping);
  const billingId = next(profile.defaultBillingAddressId, defaultBilling);
  await tx.query(sql`
    update customer set default_shipping_id = ${shippingId}, default_billing_id = ${billingId}
    where id = ${customerId}`);
  await touchProfile(tx, { customerId, ...profile });
  tx.audit({ subject: `customer:${customerId}`, after: { addressId } });
  return {
    addressId,
    address,
    defaultShipping: shippingId === addressId,
    defaultBilling: billingId === addressId,
  };
}

function addressNotFound() {
  return fail('address_not_found', 'There is no such address in this address book.');
}

function addressInvalid(problems: AddressProblem[]) {
  const message = problems.map((problem) => problem.message).join(' ');
  return fail('address_invalid', message, { problems });
}
