import { metadata } from '../payment/payment-method-data.ts';
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
  number,
  oneOf,
  text,
} from '../wire/wire-shape.ts';
import { sessionMethodOptions } from './session-method-options.ts';

/* What Stripe takes of a page on which somebody pays. Names that the sandbox does not act upon are taken. */

const url = like(/^[a-z][a-z0-9+.-]*:\/\/\S+$/i, 5000);
/** Of a delivery, in another currency. */
const inCurrency = fields({
  amount: must(integer),
  tax_behavior: oneOf('exclusive inclusive unspecified'),
});
const methodTypes = list(
  oneOf(
    'acss_debit affirm afterpay_clearpay alipay au_becs_debit bacs_debit bancontact blik boleto card cashapp customer_balance eps fpx giropay grabpay ideal klarna konbini link oxxo p24 paynow paypal pix promptpay sepa_debit sofort us_bank_account wechat_pay zip',
  ),
);

export const createSession = fields({
  adaptive_pricing: fields({ enabled: boolean }),
  after_expiration: fields({
    recovery: fields({ allow_promotion_codes: boolean, enabled: must(boolean) }),
  }),
  allow_promotion_codes: boolean,
  allowed_payment_method_types: methodTypes,
  automatic_tax: fields({ enabled: must(boolean) }),
  billing_address_collection: oneOf('auto required'),
  cancel_url: url,
  client_reference_id: text(200),
  consent_collection: fields({
    promotions: oneOf('auto none'),
    terms_of_service: oneOf('none required'),
  }),
  currency: like(/^[a-z]{3}$/),
  custom_fields: list(
    fields({
      dropdown: fields({
        options: must(list(fields({ label: must(text(100)), value: must(text(100)) }))),
      }),
      key: must(text(200)),
      label: must(fields({ custom: must(text(50)), type: must(oneOf('custom')) })),
      numeric: fields({ maximum_length: integer, minimum_length: integer }),
      optional: boolean,
      text: fields({ maximum_length: integer, minimum_length: integer }),
      type: must(oneOf('dropdown numeric text')),
    }),
  ),
  custom_text: fields({
    shipping_address: emptiable(fields({ message: must(text(1000)) })),
    submit: emptiable(fields({ message: must(text(1000)) })),
  }),
  customer: text(5000),
  customer_creation: oneOf('always if_required'),
  customer_email: text(),
  customer_update: fields({
    address: oneOf('auto never'),
    name: oneOf('auto never'),
    shipping: oneOf('auto never'),
  }),
  discounts: list(fields({ coupon: text(5000), promotion_code: text(5000) })),
  expand: list(text(5000)),
  expires_at: integer,
  invoice_creation: fields({
    enabled: must(boolean),
    invoice_data: fields({
      account_tax_ids: emptiable(list(text(5000))),
      custom_fields: emptiable(list(fields({ name: must(text(30)), value: must(text(30)) }))),
      description: text(1500),
      footer: text(5000),
      metadata: metadata,
      rendering_options: emptiable(
        fields({ amount_tax_display: emptiable(oneOf('exclude_tax include_inclusive_tax')) }),
      ),
    }),
  }),
  line_items: list(
    fields({
      adjustable_quantity: fields({ enabled: must(boolean), maximum: integer, minimum: integer }),
      dynamic_tax_rates: list(text(5000)),
      price: text(5000),
      price_data: fields({
        currency: must(text()),
        product: text(5000),
        product_data: fields({
          description: text(40000),
          images: list(text()),
          metadata: metadata,
          name: must(text(5000)),
          tax_code: text(5000),
        }),
        recurring: fields({
          interval: must(oneOf('day month week year')),
          interval_count: integer,
        }),
        tax_behavior: oneOf('exclusive inclusive unspecified'),
        unit_amount: integer,
        unit_amount_decimal: text(),
      }),
      quantity: integer,
      tax_rates: list(text(5000)),
    }),
  ),
  locale: oneOf(
    'auto bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW',
  ),
  metadata: metadata,
  mode: oneOf('payment setup subscription'),
  payment_intent_data: fields({
    application_fee_amount: integer,
    capture_method: oneOf('automatic automatic_async manual'),
    description: text(1000),
    metadata: metadata,
    on_behalf_of: text(),
    receipt_email: text(),
    setup_future_usage: oneOf('off_session on_session'),
    shipping: fields({
      address: must(
        fields({
          city: text(5000),
          country: text(5000),
          line1: must(text(5000)),
          line2: text(5000),
          postal_code: text(5000),
          state: text(5000),
        }),
      ),
      carrier: text(5000),
      name: must(text(5000)),
      phone: text(5000),
      tracking_number: text(5000),
    }),
    statement_descriptor: text(22),
    statement_descriptor_suffix: text(22),
    transfer_data: fields({ amount: integer, destination: must(text()) }),
    transfer_group: text(),
  }),
  payment_method_collection: oneOf('always if_required'),
  payment_method_options: sessionMethodOptions,
  payment_method_types: methodTypes,
  phone_number_collection: fields({ enabled: must(boolean) }),
  setup_intent_data: fields({ description: text(1000), metadata: metadata, on_behalf_of: text() }),
  shipping_address_collection: fields({
    allowed_countries: must(
      list(
        oneOf(
          'AC AD AE AF AG AI AL AM AO AQ AR AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CD CF CG CH CI CK CL CM CN CO CR CV CW CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IS IT JE JM JO JP KE KG KH KI KM KN KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MK ML MM MN MO MQ MR MS MT MU MV MW MX MY MZ NA NC NE NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PY QA RE RO RS RU RW SA SB SC SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SZ TA TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VN VU WF WS XK YE YT ZA ZM ZW ZZ',
        ),
      ),
    ),
  }),
  shipping_options: list(
    fields({
      shipping_rate: text(5000),
      shipping_rate_data: fields({
        delivery_estimate: fields({
          maximum: fields({
            unit: must(oneOf('business_day day hour month week')),
            value: must(integer),
          }),
          minimum: fields({
            unit: must(oneOf('business_day day hour month week')),
            value: must(integer),
          }),
        }),
        display_name: must(text(100)),
        fixed_amount: fields({
          amount: must(integer),
          currency: must(text()),
          currency_options: { kind: 'map', of: inCurrency },
        }),
        metadata: metadata,
        tax_behavior: oneOf('exclusive inclusive unspecified'),
        tax_code: text(),
        type: oneOf('fixed_amount'),
      }),
    }),
  ),
  submit_type: oneOf('auto book donate pay'),
  subscription_data: fields({
    application_fee_percent: number,
    billing_cycle_anchor: integer,
    default_tax_rates: list(text(5000)),
    description: text(500),
    metadata: metadata,
    on_behalf_of: text(),
    proration_behavior: oneOf('create_prorations none'),
    transfer_data: fields({ amount_percent: number, destination: must(text()) }),
    trial_end: integer,
    trial_period_days: integer,
    trial_settings: fields({
      end_behavior: must(
        fields({ missing_payment_method: must(oneOf('cancel create_invoice pause')) }),
      ),
    }),
  }),
  success_url: must(url),
  tax_id_collection: fields({ enabled: must(boolean) }),
});

export const retrieveSession = fields({ expand: list(text(5000)) });
export const expireSession = fields({ expand: list(text(5000)) });

const timeRange = fields({ gt: integer, gte: integer, lt: integer, lte: integer });
export const listSessions = fields({
  created: either(timeRange, integer),
  customer: text(5000),
  customer_details: fields({ email: must(text()) }),
  ending_before: text(5000),
  expand: list(text(5000)),
  limit: atLeast(1, 'integer'),
  payment_intent: text(5000),
  payment_link: text(5000),
  starting_after: text(5000),
  subscription: text(5000),
});
