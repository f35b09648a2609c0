import { told } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { Address } from '../../orders/order/order-aside.tsx';
import { Icon } from '../../shell/icon.tsx';
import { useSpeech } from '../../words/speech.tsx';
import { useDeed, type Customer } from './use-customer.ts';

/** The address book; what is removed from it stays on orders. */
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
  return (
    <section className="panel" aria-labelledby="addresses">
      <header>
        <h2 id="addresses">{names.addresses}</h2>
      </header>
      {customer.addresses.length === 0 && <p className="nothing muted">{names.noAddress}</p>}
      <ul className="book">
        {customer.addresses.map(({ addressId, address, defaultShipping, defaultBilling }) => (
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
                onClick={() => removed.mutate(addressId)}
              >
                <Icon name="cross" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {removed.error && (
        <p className="alert" role="alert">
          {textOf(removed.error)}
        </p>
      )}
    </section>
  );
}
