import { address, metadata, paymentMethodData } from './payment-method-data.ts';
import { paymentMethodOptions } from './payment-method-options.ts';
import {
  atLeast,
  boolean,
  either,
  emptiable,
  fields,
  integer,
  like,
  list,
  must,
  nothing,
  oneOf,
  text,
  without,
} from '../wire/wire-shape.ts';

/* What Stripe takes of a payment or refund. Names that the sandbox does not act upon are taken. */

const lineTax = fields({ total_tax_amount: must(integer) });
const goodsCategory = oneOf('digital_goods donation physical_goods');
const calculationLink = fields({ calculation: must(emptiable(text())) });
const taxHooks = fields({ inputs: fields({ tax: calculationLink }) });
const timeRange = fields({ gt: integer, gte: integer, lt: integer, lte: integer });
const paypalLine = fields({ category: goodsCategory, description: text(), sold_by: text() });

const references = fields({
  customer_reference: emptiable(text()),
  order_reference: emptiable(text()),
});

const klarnaLine = fields({
  image_url: text(),
  product_url: text(),
  reference: text(),
  subscription_reference: text(),
});

const lineShipping = fields({
  amount: emptiable(integer),
  from_postal_code: emptiable(text()),
  to_postal_code: emptiable(text()),
});

const lineOptions = fields({
  card: fields({ commodity_code: text() }),
  card_present: fields({ commodity_code: text() }),
  klarna: klarnaLine,
  paypal: paypalLine,
});

const lineItem = fields({
  discount_amount: integer,
  payment_method_options: lineOptions,
  product_code: text(),
  product_name: must(text()),
  quantity: must(integer),
  tax: lineTax,
  unit_cost: must(integer),
  unit_of_measure: text(),
});

const amountDetails = fields({
  discount_amount: emptiable(integer),
  enforce_arithmetic_validation: boolean,
  line_items: emptiable(list(lineItem)),
  shipping: emptiable(lineShipping),
  tax: emptiable(lineTax),
});

/** In the smallest unit of the currency, or a number of entries. */
const positive = atLeast(1, 'integer');
const currency = like(/^[a-z]{3}$/);

/** That the payer agreed to be charged later. */
export const mandateAcceptance = fields({
  customer_acceptance: must(
    fields({
      accepted_at: integer,
      offline: nothing,
      online: fields({ ip_address: must(text()), user_agent: must(text(5000)) }),
      type: must(oneOf('offline online')),
    }),
  ),
});
export const onlineAcceptance = fields({
  customer_acceptance: must(
    fields({
      online: must(fields({ ip_address: text(), user_agent: text(5000) })),
      type: must(oneOf('online')),
    }),
  ),
});

const delivery = fields({
  address: must(address),
  carrier: text(5000),
  name: must(text(5000)),
  phone: text(5000),
  tracking_number: text(5000),
});

const intent = {
  allowed_payment_method_types: list(
    oneOf(`acss_debit affirm afterpay_clearpay alipay alma amazon_pay au_becs_debit bacs_debit
  bancontact billie bizum blik boku_promptpay boleto capchase_pay card card_present
  cashapp check_scan click_to_pay crypto customer_balance demo_pay duitnow dummy_auth_push
  dummy_passthrough_card edenred eps fpx gcash getbalance gift_card giropay gopay grabpay
  id_bank_transfer ideal interac_present kakao_pay klarna knet konbini kr_card kr_market
  kriya link mb_way mobilepay momo mondu multibanco naver_pay netbanking ng_bank
  ng_bank_transfer ng_card ng_market ng_ussd ng_wallet nz_bank_account octopus oxxo p24
  paper_check pay_by_bank payco paynow paypal paypay payto pix promptpay qris rechnung
  revolut_pay samsung_pay satispay scalapay sepa_debit sequra shop_pay shopeepay sofort
  south_korea_market stripe_balance sunbit swish tamara test_pay touch_n_go truemoney
  twint upi us_bank_account us_cash_voucher vipps wechat_pay wero zip`),
  ),
  amount: must(positive),
  amount_details: amountDetails,
  application_fee_amount: integer,
  automatic_payment_methods: fields({
    allow_redirects: oneOf('always never'),
    enabled: must(boolean),
  }),
  capture_method: oneOf('automatic automatic_async manual'),
  confirm: boolean,
  confirmation_method: oneOf('automatic manual'),
  confirmation_token: text(),
  currency: must(currency),
  customer: text(5000),
  customer_account: text(),
  description: text(1000),
  error_on_requires_action: boolean,
  excluded_payment_method_types: list(
    oneOf(`acss_debit affirm afterpay_clearpay alipay alma amazon_pay au_becs_debit bacs_debit
  bancontact billie bizum blik boleto card cashapp crypto customer_balance eps fpx giropay
  grabpay ideal kakao_pay klarna konbini kr_card mb_way mobilepay multibanco naver_pay
  nz_bank_account oxxo p24 pay_by_bank payco paynow paypal paypay payto pix promptpay
  revolut_pay samsung_pay satispay scalapay sepa_debit sequra sofort sunbit swish twint
  upi us_bank_account wechat_pay zip`),
  ),
  expand: list(text(5000)),
  hooks: taxHooks,
  mandate: text(5000),
  mandate_data: emptiable(mandateAcceptance),
  metadata,
  off_session: either(boolean, oneOf('one_off recurring')),
  on_behalf_of: text(),
  payment_details: references,
  payment_method: text(5000),
  payment_method_configuration: text(),
  payment_method_data: paymentMethodData,
  payment_method_options: paymentMethodOptions,
  payment_method_types: list(text(5000)),
  radar_options: fields({ referrer: emptiable(text()), session: text(5000) }),
  receipt_email: text(),
  return_url: like(/^[a-z][a-z0-9+.-]*:\/\/\S+$/i),
  setup_future_usage: oneOf('off_session on_session'),
  shipping: delivery,
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_data: fields({
    amount: integer,
    description: text(),
    destination: must(text()),
    metadata: emptiable(metadata),
    payment_data: fields({ description: text(), metadata: emptiable(metadata) }),
  }),
  transfer_group: text(),
  use_stripe_sdk: boolean,
};
export const createIntent = fields(intent);
const anytime = {
  receipt_email: emptiable(text()),
  setup_future_usage: emptiable(intent.setup_future_usage),
  shipping: emptiable(delivery),
};

const updated = without(
  intent,
  `automatic_payment_methods confirm confirmation_method error_on_requires_action mandate mandate_data
  off_session on_behalf_of radar_options return_url use_stripe_sdk`,
);
export const updateIntent = fields({
  ...updated,
  ...anytime,
  amount: positive,
  application_fee_amount: emptiable(integer),
  currency,
  metadata: emptiable(metadata),
  transfer_data: fields({
    amount: integer,
    description: text(),
    metadata: emptiable(metadata),
    payment_data: fields({ description: text(), metadata: emptiable(metadata) }),
  }),
});

const confirmed = without(
  intent,
  `amount application_fee_amount automatic_payment_methods confirm confirmation_method currency customer
  customer_account description metadata on_behalf_of statement_descriptor statement_descriptor_suffix
  transfer_data transfer_group`,
);
export const confirmIntent = fields({
  ...confirmed,
  ...anytime,
  client_secret: text(5000),
  mandate_data: emptiable(either(mandateAcceptance, onlineAcceptance)),
});

export const captureIntent = fields({
  amount_details: amountDetails,
  amount_to_capture: positive,
  application_fee_amount: integer,
  expand: list(text(5000)),
  final_capture: boolean,
  hooks: taxHooks,
  metadata: emptiable(metadata),
  payment_details: emptiable(references),
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_data: fields({ amount: integer }),
});

export const cancelIntent = fields({
  cancellation_reason: oneOf('abandoned duplicate fraudulent requested_by_customer'),
  expand: list(text(5000)),
});

export const listIntents = fields({
  created: either(timeRange, integer),
  customer: text(5000),
  customer_account: text(),
  ending_before: text(5000),
  expand: list(text(5000)),
  limit: positive,
  starting_after: text(5000),
});

export const searchIntents = fields({
  expand: list(text(5000)),
  limit: positive,
  page: text(5000),
  query: must(text(5000)),
});

export const retrieveIntent = fields({ client_secret: text(5000), expand: list(text(5000)) });

export const createRefund = fields({
  amount: positive,
  charge: text(5000),
  currency,
  customer: text(5000),
  expand: list(text(5000)),
  instructions_email: text(),
  metadata: emptiable(metadata),
  origin: oneOf('customer_balance'),
  payment_intent: text(5000),
  reason: oneOf('duplicate fraudulent requested_by_customer'),
  refund_application_fee: boolean,
  reverse_transfer: boolean,
});

export const listRefunds = fields({
  charge: text(),
  created: either(timeRange, integer),
  ending_before: text(),
  expand: list(text(5000)),
  limit: positive,
  payment_intent: text(5000),
  starting_after: text(),
});

export const retrieveRefund = fields({ expand: list(text(5000)) });
export const updateRefund = fields({
  expand: list(text(5000)),
  metadata: emptiable(metadata),
});

export const listCharges = fields({
  created: either(timeRange, integer),
  customer: text(5000),
  ending_before: text(),
  expand: list(text(5000)),
  limit: positive,
  payment_intent: text(5000),
  starting_after: text(),
  transfer_group: text(5000),
});

export const listDisputes = fields({
  charge: text(5000),
  created: either(timeRange, integer),
  ending_before: text(5000),
  expand: list(text(5000)),
  limit: positive,
  payment_intent: text(5000),
  starting_after: text(5000),
});
