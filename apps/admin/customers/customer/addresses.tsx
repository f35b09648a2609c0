import { told } from '@kontor/sdk';
import { useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { Address } from '../../orders/order/order-aside.tsx';
import { Icon } from '../../shell/icon.tsx';
import { usePageSpeech, useSpeech } from '../../words/speech.tsx';
import { useDeed, type Customer } from './use-customer.ts';

type Entry = Customer['addresses'][number];

/** The address book; what is removed from it stays on orders, and can be put back. */
export function Addresses({ customer, mayWrite }: { customer: Customer; mayWrite: boolean }) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const [gone, setGone] = useState<Entry>();
  const names = words.customers;
  const { customerId } = customer.profile;
  const removed = useDeed(customerId, ({ addressId }: Entry) =>
    told(
      kontor.DELETE('/v1/admin/customers/{customerId}/addresses/{addressId}', {
        params: { path: { customerId, addressId } },
      }),
    ),
  );
  const remove = (entry: Entry) => removed.mutate(entry, { onSuccess: () => setGone(entry) });
  return (
    <section className="panel" aria-labelledby="addresses">
      <header>
        <h2 id="addresses">{names.addresses}</h2>
      </header>
      {customer.addresses.length === 0 && <p className="nothing muted">{names.noAddress}</p>}
      <ul className="book">
        {customer.addresses.map((entry) => (
          <li key={entry.addressId}>
            <Shown entry={entry} />
            {mayWrite && (
              <button
                type="button"
                className="button square"
                aria-label={names.removeAddress(entry.address.street)}
                disabled={removed.isPending}
                onClick={() => remove(entry)}
              >
                <Icon name="cross" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {gone && (
        <PutBack
          key={gone.addressId}
          customerId={customerId}
          entry={gone}
          onBack={() => setGone(undefined)}
        />
      )}
      {removed.error && (
        <p className="alert" role="alert">
          {textOf(removed.error)}
        </p>
      )}
    </section>
  );
}

function Shown({ entry: { address, defaultShipping, defaultBilling } }: { entry: Entry }) {
  const { words } = useSpeech();
  const uses = [
    defaultShipping && words.order.deliverTo,
    defaultBilling && words.order.invoiceTo,
  ].filter(Boolean);
  return (
    <div>
      <Address of={address} />
      {uses.length > 0 && <span className="muted">{uses.join(', ')}</span>}
    </div>
  );
}

interface Gone {
  readonly customerId: string;
  readonly entry: Entry;
  readonly onBack: () => void;
}

/** It comes back as it was, as an entry of its own. */
function PutBack({ customerId, entry, onBack }: Gone) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const { address, defaultShipping, defaultBilling } = entry;
  const back = useDeed(customerId, (_: void, key) =>
    told(
      kontor.POST('/v1/admin/customers/{customerId}/addresses', {
        params: { path: { customerId }, header: { 'Idempotency-Key': key } },
        body: { address, defaultShipping, defaultBilling },
      }),
    ),
  );
  return (
    <p className="notice" role="status">
      {words.customers.addressRemoved(address.street)}{' '}
      <button
        type="button"
        className="link"
        disabled={back.isPending}
        onClick={() => back.mutate(undefined, { onSuccess: onBack })}
      >
        {words.products.undo}
      </button>
      {back.error && ` ${textOf(back.error)}`}
    </p>
  );
}
