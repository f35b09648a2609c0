import { keyOf } from '../../../serving/once.ts';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { addressFields } from '../../checkout/checkout.ts';
import { signInFirst } from '../account-frame.tsx';
import { nothingSaid, saidOf } from '../refusals.ts';
import { addressPage, type FilledIn } from './address-page.tsx';

/** Adds an address, or replaces the one that the path names. */
export async function saveAddress(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { form, params, at, words } = request;
  const filled = filledIn(form);
  // Another country asks for other things: nothing is kept yet.
  if (form.get('step') === 'country') return addressPage(request, filled, nothingSaid);
  const { fields, defaultShipping, defaultBilling } = filled;
  const given = Object.entries(fields).filter(([, value]) => value !== '');
  const entry = {
    address: { name: '', street: '', city: '', ...Object.fromEntries(given) },
  };
  const defaults = { defaultShipping, defaultBilling };
  // The first address is the default for both, where nobody says that it is not.
  const chosen = Object.fromEntries(Object.entries(defaults).filter(([, isChosen]) => isChosen));
  const { addressId } = params;
  const saved =
    addressId === undefined
      ? await request.attempt('createAddress', { ...entry, ...chosen }, keyOf(form, 'address'))
      : await request.attempt('putAddress', { addressId, ...entry, ...defaults });
  if (saved.ok) {
    return { status: 303, location: at.account('/addresses', { done: 'address-saved' }) };
  }
  if (saved.refused.code === 'too_many_addresses') {
    return addressPage(request, filled, { alert: words.account.addresses.full, wrong: {} });
  }
  return addressPage(request, filled, saidOf(request, saved.refused));
}

/** What is gone already is as it was wanted. */
export async function removeAddress(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { params, at } = request;
  const removed = await request.attempt('deleteAddress', { addressId: params['addressId'] });
  if (!removed.ok && removed.refused.status !== 404) saidOf(request, removed.refused);
  return { status: 303, location: at.account('/addresses', { done: 'address-removed' }) };
}

function filledIn(form: URLSearchParams): FilledIn {
  return {
    fields: Object.fromEntries(
      [...addressFields, 'countryCode'].map((field) => [field, form.get(field)?.trim() ?? '']),
    ),
    defaultShipping: form.get('defaultShipping') === 'yes',
    defaultBilling: form.get('defaultBilling') === 'yes',
  };
}
