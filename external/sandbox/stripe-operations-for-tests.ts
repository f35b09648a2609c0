import { listLines, listPayouts, retrieved } from './balance/balance-requests.ts';
import {
  attachMethod,
  cancelSetup,
  confirmSetup,
  createCustomer,
  createMethod,
  createSetup,
  expandedAlone,
  listCustomers,
  listMethods,
  listMethodsOfCustomer,
  listSetups,
  retrieveSetup,
  updateCustomer,
  updateMethod,
} from './customers/customer-requests.ts';
import type { DescribedOperation } from './operations-for-tests.ts';
import {
  cancelIntent,
  captureIntent,
  confirmIntent,
  createIntent,
  createRefund,
  listCharges,
  listDisputes,
  listIntents,
  listRefunds,
  retrieveIntent,
  retrieveRefund,
  searchIntents,
  updateIntent,
  updateRefund,
} from './payment/payment-requests.ts';
import {
  createSession,
  expireSession,
  listSessions,
  retrieveSession,
} from './sessions/session-requests.ts';
import { calculateTax, commitTax, linesOf, reverseTax } from './tax/tax-requests.ts';
import type { Shape } from './wire/wire-shape.ts';

const operation = (
  method: 'GET' | 'POST',
  place: string,
  shape: Shape,
  least: object = {},
): DescribedOperation => ({
  system: place.startsWith('/v1/tax/') ? 'tax' : 'payment',
  method,
  place,
  shape,
  least,
  at: method === 'GET' ? 'query' : 'body',
});

/** Made of the parts of another one, whose refusals are tried there. */
const composed = (...told: Parameters<typeof operation>): DescribedOperation => ({
  ...operation(...told),
  composed: true,
});

/** What the sandbox takes of Stripe's API. */
export const stripeOperations: readonly DescribedOperation[] = [
  operation('POST', '/v1/payment_intents', createIntent, {
    amount: 1000,
    currency: 'eur',
    capture_method: 'manual',
    confirm: true,
    payment_method: 'pm_card_visa',
    return_url: 'http://127.0.0.1/back',
  }),
  composed('POST', '/v1/payment_intents/{intent}', updateIntent),
  composed('POST', '/v1/payment_intents/{intent}/confirm', confirmIntent),
  operation('POST', '/v1/payment_intents/{intent}/capture', captureIntent),
  operation('POST', '/v1/payment_intents/{intent}/cancel', cancelIntent),
  operation('GET', '/v1/payment_intents/{intent}', retrieveIntent),
  operation('GET', '/v1/payment_intents/search', searchIntents, { query: "metadata['a']:'b'" }),
  operation('GET', '/v1/payment_intents', listIntents),
  operation('POST', '/v1/checkout/sessions', createSession, {
    mode: 'payment',
    success_url: 'http://127.0.0.1/back',
    line_items: [
      {
        quantity: 1,
        price_data: { currency: 'eur', unit_amount: 1000, product_data: { name: 'K-1' } },
      },
    ],
  }),
  operation('GET', '/v1/checkout/sessions', listSessions),
  operation('GET', '/v1/checkout/sessions/{session}', retrieveSession),
  operation('POST', '/v1/checkout/sessions/{session}/expire', expireSession),
  operation('POST', '/v1/refunds', createRefund, { payment_intent: 'pi_1' }),
  operation('GET', '/v1/refunds', listRefunds),
  operation('GET', '/v1/refunds/{refund}', retrieveRefund),
  composed('POST', '/v1/refunds/{refund}', updateRefund),
  operation('GET', '/v1/charges', listCharges),
  operation('GET', '/v1/charges/{charge}', retrieveRefund),
  operation('GET', '/v1/disputes', listDisputes),
  operation('GET', '/v1/disputes/{dispute}', retrieveRefund),
  operation('GET', '/v1/balance', retrieved),
  operation('GET', '/v1/balance_transactions', listLines),
  operation('GET', '/v1/balance_transactions/{id}', retrieved),
  operation('GET', '/v1/payouts', listPayouts),
  operation('GET', '/v1/payouts/{payout}', retrieved),
  composed('POST', '/v1/customers', createCustomer),
  composed('POST', '/v1/customers/{customer}', updateCustomer),
  operation('GET', '/v1/customers', listCustomers),
  operation('GET', '/v1/customers/{customer}', expandedAlone),
  operation('GET', '/v1/customers/{customer}/payment_methods', listMethodsOfCustomer),
  composed('POST', '/v1/payment_methods', createMethod),
  composed('POST', '/v1/payment_methods/{payment_method}', updateMethod),
  composed('POST', '/v1/payment_methods/{payment_method}/attach', attachMethod),
  composed('POST', '/v1/payment_methods/{payment_method}/detach', expandedAlone),
  operation('GET', '/v1/payment_methods', listMethods),
  operation('GET', '/v1/payment_methods/{payment_method}', expandedAlone),
  composed('POST', '/v1/setup_intents', createSetup),
  composed('POST', '/v1/setup_intents/{intent}/confirm', confirmSetup),
  operation('POST', '/v1/setup_intents/{intent}/cancel', cancelSetup),
  operation('GET', '/v1/setup_intents', listSetups),
  operation('GET', '/v1/setup_intents/{intent}', retrieveSetup),
  operation('POST', '/v1/tax/calculations', calculateTax, {
    currency: 'eur',
    line_items: [{ amount: 1000, reference: 'a' }],
    customer_details: { address: { country: 'DE' } },
  }),
  operation('GET', '/v1/tax/calculations/{calculation}/line_items', linesOf),
  operation('POST', '/v1/tax/transactions/create_from_calculation', commitTax, {
    calculation: 'taxcalc_1',
    reference: 'a',
  }),
  operation('POST', '/v1/tax/transactions/create_reversal', reverseTax, {
    mode: 'full',
    original_transaction: 'tax_1',
    reference: 'a',
  }),
  operation('GET', '/v1/tax/transactions/{transaction}', expandedAlone),
  operation('GET', '/v1/tax/transactions/{transaction}/line_items', linesOf),
];
