import type { Attributes, GivenAttributes } from '#contracts/attributes.ts';
import type { Field } from '#contracts/fields.ts';
import { isStaff } from '#kernel/actor.ts';
import { fail, ok, type Failure } from '#kernel/result.ts';
import { validatePhone } from '#kernel/postal-address/postal-address.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { changedAttributes } from '#platform/fields/check-values.ts';
import { fieldsHeld } from '#platform/fields/keep-fields.ts';
import { json, sql } from '#platform/ground/sql.ts';
import {
  askedBy,
  customerNotFound,
  lockProfile,
  selectProfile,
  emitContact,
  touchProfile,
  type Profile,
} from './customer-store.ts';

type Context = ServiceContext<'customer'>;

export function getProfile({ database }: Context): Handler<'customer', 'getProfile'> {
  return async ({ customerId }, invocation) => {
    const whose = askedBy(invocation.actor, customerId, 'customers:read');
    const profile = await database.first<Profile>(selectProfile(whose), invocation);
    return profile ? ok(profile) : customerNotFound();
  };
}

/** Sets what is given. A telephone number in national form is read as one of the shop's country. */
export function updateProfile({
  database,
  settings,
}: Context): Handler<'customer', 'updateProfile'> {
  return async (input, invocation) => {
    const phone = input.phone && validatePhone(input.phone, settings.shop.countryCode, 'phone');
    if (phone && phone.problems.length > 0)
      return fail('phone_invalid', phone.problems[0]!.message);
    return database.transaction('updateProfile', invocation, async (tx) => {
      // Fields before customers, as who deletes a field does: else the two wait for each other.
      const fields = input.attributes && (await fieldsHeld(tx, 'customer'));
      const before = await lockProfile(tx, input.customerId);
      if (!before) return customerNotFound();
      const { expectedVersion } = input;
      if (expectedVersion !== undefined && expectedVersion !== before.version) {
        return versionConflict(before.version);
      }
      const refused =
        fields && (await setAttributes(tx, before.customerId, fields, input.attributes ?? {}));
      if (refused) return refused;
      const { firstName, lastName, locale } = input;
      const next = {
        firstName: firstName === undefined ? before.firstName : firstName,
        lastName: lastName === undefined ? before.lastName : lastName,
        phone: input.phone === undefined ? before.phone : phone ? phone.value : null,
        locale: locale ?? before.locale,
      };
      await tx.query(sql`
        update customer set first_name = ${next.firstName}, last_name = ${next.lastName},
          phone = ${next.phone}, locale = ${next.locale} where id = ${before.customerId}`);
      const after = await touchProfile(tx, before);
      emitContact(tx, after);
      tx.audit({ subject: `customer:${before.customerId}`, before: { version: before.version } });
      return ok(after);
    });
  };
}

/** A customer fills in what is for customers; all else is as if it were not there. */
async function setAttributes(
  tx: Transaction,
  customerId: string,
  held: readonly Field[],
  given: GivenAttributes,
) {
  const fields = held.filter(({ storefront }) => storefront || isStaff(tx.invocation.actor));
  const { attributes } = (await tx.first<{ attributes: Attributes }>(
    sql`select attributes from customer where id = ${customerId}`,
  ))!;
  const isSeen = ([key]: [string, unknown]) =>
    isStaff(tx.invocation.actor) || fields.some((field) => field.key === key);
  const seen = Object.fromEntries(Object.entries(attributes).filter(isSeen));
  const after = changedAttributes(fields, seen, given);
  if (!after.ok) return after;
  const stored = Object.entries(attributes).filter((entry) => !isSeen(entry));
  const all = { ...Object.fromEntries(stored), ...after.value };
  await tx.query(
    sql`update customer set attributes = ${json(all)}::jsonb where id = ${customerId}`,
  );
  return undefined;
}

function versionConflict(version: number): {
  ok: false;
  failure: Failure<'version_conflict', { version: number }>;
} {
  return fail('version_conflict', 'Somebody changed the profile. Read it again.', { version });
}
