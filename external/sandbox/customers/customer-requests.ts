import { address, metadata, paymentMethodData } from '../payment/payment-method-data.ts';
import { mandateAcceptance, onlineAcceptance } from '../payment/payment-requests.ts';
import { taxId } from '../tax/tax-requests.ts';
import {
  atLeast,
  boolean,
  either,
  emptiable,
  fields,
  integer,
  list,
  must,
  nothing,
  oneOf,
  text,
} from '../wire/wire-shape.ts';

/* What Stripe takes of customers, of the means of payment that they keep, and of their storing. */

const expand = list(text(5000));
const timeRange = either(fields({ gt: integer, gte: integer, lt: integer, lte: integer }), integer);
const pages = {
  ending_before: text(5000),
  expand,
  limit: atLeast(1, 'integer'),
  starting_after: text(5000),
};
const shortPages = { ...pages, ending_before: text(), starting_after: text() };

const customer = {
  address: emptiable(address),
  balance: integer,
  cash_balance: fields({
    settings: fields({ reconciliation_mode: oneOf('automatic manual merchant_default') }),
  }),
  coupon: text(5000),
  description: text(5000),
  email: text(512),
  expand,
  invoice_prefix: text(5000),
  invoice_settings: fields({
    custom_fields: emptiable(list(fields({ name: must(text(30)), value: must(text(30)) }))),
    default_payment_method: text(5000),
    footer: text(5000),
    rendering_options: emptiable(
      fields({ amount_tax_display: emptiable(oneOf('exclude_tax include_inclusive_tax')) }),
    ),
  }),
  metadata: emptiable(metadata),
  name: text(256),
  next_invoice_sequence: integer,
  phone: text(20),
  preferred_locales: list(text(5000)),
  promotion_code: text(5000),
  shipping: emptiable(
    fields({ address: must(address), name: must(text(5000)), phone: text(5000) }),
  ),
  source: text(5000),
  tax: fields({ ip_address: emptiable(text()) }),
  tax_exempt: emptiable(oneOf('exempt none reverse')),
};

export const createCustomer = fields({
  ...customer,
  payment_method: text(5000),
  tax_id_data: list(taxId),
  test_clock: text(5000),
});

export const updateCustomer = fields({
  ...customer,
  bank_account: either(
    fields({
      account_holder_name: text(5000),
      account_holder_type: oneOf('company individual'),
      account_number: must(text(5000)),
      country: must(text(5000)),
      currency: text(),
      object: oneOf('bank_account'),
      routing_number: text(5000),
    }),
    text(5000),
  ),
  card: either(
    fields({
      address_city: text(5000),
      address_country: text(5000),
      address_line1: text(5000),
      address_line2: text(5000),
      address_state: text(5000),
      address_zip: text(5000),
      cvc: text(5000),
      exp_month: must(integer),
      exp_year: must(integer),
      metadata,
      name: text(5000),
      number: must(text(5000)),
      object: oneOf('card'),
    }),
    text(5000),
  ),
  default_alipay_account: text(500),
  default_bank_account: text(500),
  default_card: text(500),
  default_source: text(500),
});

export const listCustomers = fields({
  ...pages,
  created: timeRange,
  email: text(512),
  test_clock: text(5000),
});

export const expandedAlone = fields({ expand });

const { fields: dataFields } = paymentMethodData;
const { type, ...kinds } = dataFields;
/** The kinds of means of payment, `card` among them. */
const anyKind = oneOf(`card ${(type as { among: readonly string[] }).among.join(' ')}`);

export const listMethods = fields({ ...shortPages, customer: text(5000), type: anyKind });
export const listMethodsOfCustomer = fields({ ...shortPages, type: anyKind });

export const createMethod = fields({
  ...kinds,
  card: either(
    fields({
      cvc: text(5000),
      exp_month: must(integer),
      exp_year: must(integer),
      number: must(text(5000)),
    }),
    fields({ token: must(text(5000)) }),
  ),
  customer: text(5000),
  expand,
  payment_method: text(5000),
  type: anyKind,
});

export const updateMethod = fields({
  billing_details: dataFields.billing_details,
  card: fields({ exp_month: integer, exp_year: integer }),
  expand,
  link: nothing,
  metadata: emptiable(metadata),
  us_bank_account: fields({ account_holder_type: oneOf('company individual') }),
});

export const attachMethod = fields({ customer: must(text(5000)), expand });

const verification = oneOf('automatic instant microdeposits');
const setupOptions = fields({
  acss_debit: fields({
    currency: oneOf('cad usd'),
    mandate_options: fields({
      custom_mandate_url: emptiable(text()),
      default_for: list(oneOf('invoice subscription')),
      interval_description: text(500),
      payment_schedule: oneOf('combined interval sporadic'),
      transaction_type: oneOf('business personal'),
    }),
    verification_method: verification,
  }),
  card: fields({
    mandate_options: fields({
      amount: must(integer),
      amount_type: must(oneOf('fixed maximum')),
      currency: must(text()),
      description: text(200),
      end_date: integer,
      interval: must(oneOf('day month sporadic week year')),
      interval_count: integer,
      reference: must(text(80)),
      start_date: must(integer),
      supported_types: list(oneOf('india')),
    }),
    network: oneOf(`amex cartes_bancaires diners discover eftpos_au interac jcb mastercard unionpay
      unknown visa`),
    request_three_d_secure: oneOf('any automatic challenge'),
  }),
  link: nothing,
  paypal: fields({ billing_agreement_id: text(5000) }),
  sepa_debit: fields({ mandate_options: nothing }),
  us_bank_account: fields({
    financial_connections: fields({
      permissions: list(oneOf('balances ownership payment_method transactions')),
      prefetch: list(oneOf('balances')),
      return_url: text(5000),
    }),
    networks: fields({ requested: list(oneOf('ach us_domestic_wire')) }),
    verification_method: verification,
  }),
});

const setup = {
  expand,
  payment_method: text(5000),
  payment_method_data: paymentMethodData,
  payment_method_options: setupOptions,
  return_url: text(),
  use_stripe_sdk: boolean,
};

export const createSetup = fields({
  ...setup,
  attach_to_self: boolean,
  automatic_payment_methods: fields({
    allow_redirects: oneOf('always never'),
    enabled: must(boolean),
  }),
  confirm: boolean,
  customer: text(5000),
  description: text(1000),
  flow_directions: list(oneOf('inbound outbound')),
  mandate_data: emptiable(mandateAcceptance),
  metadata,
  on_behalf_of: text(),
  payment_method_types: list(text(5000)),
  single_use: fields({ amount: must(integer), currency: must(text()) }),
  usage: oneOf('off_session on_session'),
});

export const confirmSetup = fields({
  ...setup,
  client_secret: text(5000),
  mandate_data: emptiable(either(mandateAcceptance, onlineAcceptance)),
});

export const cancelSetup = fields({
  cancellation_reason: oneOf('abandoned duplicate requested_by_customer'),
  expand,
});

export const retrieveSetup = fields({ client_secret: text(5000), expand });

export const listSetups = fields({
  ...pages,
  attach_to_self: boolean,
  created: timeRange,
  customer: text(5000),
  payment_method: text(5000),
});
