import { told } from '@kontor/sdk';
import { useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { Address } from '../../orders/order/order-aside.tsx';
import { Icon } from '../../shell/icon.tsx';
import { useSpeech } from '../../words/speech.tsx';
import { useDeed, type Customer } from './use-customer.ts';

type Entry = Customer['addresses'][number];

/** The address book; what is removed from it stays on orders, and can be put back. */
export function Addresses({ customer, mayWrite }: { customer: Customer; mayWrite: boolean }) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const names = words.customers;
  const { customerId } = customer.profile;
  const removed = useDeed(customerId, (addressId: string) =>
    told(
      kontor.DELETE('/v1/admin/customers/{customerId}/addresses/{addressId}', {
        params: { path: { customerId, addressId } },
      }),
    ),
  );
  const [gone, setGone] = useState<Entry>();
  const back = useDeed(customerId, ({ addressId: _, ...entry }: Entry, key) =>
    told(
      kontor.POST('/v1/admin/customers/{customerId}/addresses', {
        params: { path: { customerId }, header: { 'Idempotency-Key': key } },
        body: entry,
      }),
    ),
  );
  const failed = removed.error ?? back.error;
  return (
    <section className="panel" aria-labelledby="addresses">
      <header>
        <h2 id="addresses">{names.addresses}</h2>
      </header>
      {customer.addresses.length === 0 && <p className="nothing muted">{names.noAddress}</p>}
      <ul className="book">
        {customer.addresses.map((entry) => {
          const { addressId, address, defaultShipping, defaultBilling } = entry;
          return (
            <li key={addressId}>
              <div>
                <Address of={address} />
                {(defaultShipping || defaultBilling) && (
                  <span className="muted">
                    {[
                      defaultShipping && words.order.deliverTo,
                      defaultBilling && words.order.invoiceTo,
                    ]
                      .filter(Boolean)
                      .join(', ')}
                  </span>
                )}
              </div>
              {mayWrite && (
                <button
                  type="button"
                  className="button square"
                  aria-label={names.removeAddress(address.street)}
                  disabled={removed.isPending}
                  onClick={() => removed.mutate(addressId, { onSuccess: () => setGone(entry) })}
                >
                  <Icon name="cross" />
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {gone && (
        <p className="notice" role="status">
          {names.addressRemoved(gone.address.street)}{' '}
          <button
            type="button"
            className="link"
            disabled={back.isPending}
            onClick={() => back.mutate(gone, { onSuccess: () => setGone(undefined) })}
          >
            {words.products.undo}
          </button>
        </p>
      )}
      {failed && (
        <p className="alert" role="alert">
          {textOf(failed)}
        </p>
      )}
    </section>
  );
}
