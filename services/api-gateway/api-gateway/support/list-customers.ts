import { customer } from '#contracts/customer/index.ts';
import { isUnavailability } from '#platform/ground/unavailability.ts';
import { useCase } from '../desk/use-case.ts';

const { listCustomers } = customer.operations;

/**
 * Customers, by an order number too: customer knows what was bought with the account, order what was
 * bought as a guest with an address that the account has confirmed.
 */
export const listCustomersAsStaff = useCase({
  name: 'adminListCustomers',
  kind: 'query',
  audience: 'admin',
  access: 'customers:read',
  calls: [['customer', 'listCustomers']],
  input: listCustomers.input.omit({ joinedBy: true }),
  output: listCustomers.output,
  perform: async (asked, { invocation }, { call }) => {
    const { search } = asked;
    if (search === undefined) return call.customer.listCustomers(asked, invocation);
    // Who is found by name or address is of more use than nobody.
    const joined = await call.order
      .findJoinedCustomers({ orderNumber: search }, invocation)
      .catch((error: unknown) => {
        if (isUnavailability(error)) return undefined;
        throw error;
      });
    const joinedBy = joined?.ok ? joined.value.customerIds : [];
    const input = joinedBy.length === 0 ? asked : { ...asked, joinedBy };
    return call.customer.listCustomers(input, invocation);
  },
});
