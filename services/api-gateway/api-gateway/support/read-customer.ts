import { customer } from '#contracts/customer/index.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import { isUnavailability } from '#platform/ground/unavailability.ts';
import { ok } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';

const { getCustomer } = customer.operations;
type Statistics = OutputOf<'order', 'summarizeJoinedOrders'>;

/**
 * What a customer has bought: customer knows what was bought with the account, order what was bought
 * as a guest with an address that the account has confirmed.
 */
export const readCustomerAsStaff = useCase({
  name: 'adminGetCustomer',
  kind: 'query',
  audience: 'admin',
  access: 'customers:read',
  calls: [['customer', 'getCustomer']],
  input: getCustomer.input,
  output: getCustomer.output,
  perform: async ({ customerId }, { invocation }, { call }) => {
    // The account's page is of more use than a sum: without order it tells the account's own.
    const joining = call.order
      .summarizeJoinedOrders({ customerId }, invocation)
      .catch((error: unknown) => {
        if (isUnavailability(error)) return undefined;
        throw error;
      });
    const [read, joined] = await Promise.all([
      call.customer.getCustomer({ customerId }, invocation),
      joining,
    ]);
    if (!read.ok || !joined?.ok) return read;
    const statistics = together(read.value.statistics, joined.value);
    return ok({ ...read.value, statistics });
  },
});

/** Of one account: each order is in one of both alone. */
function together(own: Statistics, joined: Statistics): Statistics {
  const byCurrency = Map.groupBy([...own.totals, ...joined.totals], ({ currency }) => currency);
  const totals = [...byCurrency].map(([currency, parts]) => ({
    currency,
    orders: parts.reduce((sum, { orders }) => sum + orders, 0),
    totalMinor: parts.reduce((sum, { totalMinor }) => sum + totalMinor, 0),
  }));
  const [one, other] = [own.lastOrder, joined.lastOrder];
  const isLater = one === null || (other !== null && other.placedAt > one.placedAt);
  return {
    orders: own.orders + joined.orders,
    totals: totals.toSorted((left, right) => (left.currency < right.currency ? -1 : 1)),
    lastOrder: isLater ? other : one,
  };
}
