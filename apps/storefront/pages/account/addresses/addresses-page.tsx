import type { z } from 'zod';
import type { customerAddress } from '#contracts/customer/shapes.ts';
import { FormFields } from '../../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { accountPage, signInFirst } from '../account-frame.tsx';
import { AddressText } from '../orders/order-page.tsx';

export type KeptAddress = z.output<typeof customerAddress>;

export async function addressesPage(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { words, at } = request;
  const { addresses, sections } = words.account;
  const items = await keptAddresses(request);
  return accountPage(request, {
    section: 'addresses',
    title: sections.addresses,
    children: (
      <>
        {items.length === 0 ? (
          <div class="empty">
            <h2>{addresses.none}</h2>
            <p>{addresses.noneWhat}</p>
          </div>
        ) : (
          <ul class="tiles">
            {items.map((kept) => (
              <li key={kept.addressId}>
                <AddressTile request={request} kept={kept} />
              </li>
            ))}
          </ul>
        )}
        <p>
          <a class="button" href={at.account('/addresses/new')}>
            {addresses.add}
          </a>
        </p>
      </>
    ),
  });
}

export async function keptAddresses(request: PageRequest): Promise<readonly KeptAddress[]> {
  const { items } = await request.ask<{ items: readonly KeptAddress[] }>('listAddresses');
  return items;
}

function AddressTile({ request, kept }: { request: PageRequest; kept: KeptAddress }) {
  const { words, at, locale } = request;
  const { addresses } = words.account;
  const { addressId, address, defaultShipping, defaultBilling } = kept;
  const path = `/addresses/${addressId}`;
  return (
    <article class="panel">
      <AddressText address={address} locale={locale} />
      {defaultShipping && <p class="good">{addresses.isShipping}</p>}
      {defaultBilling && <p class="good">{addresses.isBilling}</p>}
      <div class="row">
        <a class="text-link" href={at.account(path)} aria-label={addresses.editOf(address.name)}>
          {addresses.edit}
        </a>
        <form method="post" action={at.account(`${path}/remove`)}>
          <FormFields request={request} />
          <button class="text-button" aria-label={addresses.removeOf(address.name)}>
            {addresses.remove}
          </button>
        </form>
      </div>
    </article>
  );
}
