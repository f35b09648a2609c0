import {
  boolean,
  emptiable,
  fields,
  integer,
  list,
  must,
  oneOf,
  text,
} from '../wire/wire-shape.ts';

/* What Stripe takes of the means of payment of a page. */

const never = oneOf('none');
const offSession = oneOf('none off_session');
const anySession = oneOf('none off_session on_session');

export const sessionMethodOptions = fields({
  acss_debit: fields({
    currency: oneOf('cad usd'),
    mandate_options: fields({
      custom_mandate_url: emptiable(text()),
      default_for: list(oneOf('invoice subscription')),
      interval_description: text(500),
      payment_schedule: oneOf('combined interval sporadic'),
      transaction_type: oneOf('business personal'),
    }),
    setup_future_usage: anySession,
    verification_method: oneOf('automatic instant microdeposits'),
  }),
  affirm: fields({ setup_future_usage: never }),
  afterpay_clearpay: fields({ setup_future_usage: never }),
  alipay: fields({ setup_future_usage: never }),
  au_becs_debit: fields({ setup_future_usage: never }),
  bacs_debit: fields({ setup_future_usage: anySession }),
  bancontact: fields({ setup_future_usage: never }),
  boleto: fields({ expires_after_days: integer, setup_future_usage: anySession }),
  card: fields({
    request_multicapture: oneOf('if_available never'),
    request_three_d_secure: oneOf('any automatic challenge'),
    installments: fields({ enabled: boolean }),
    setup_future_usage: oneOf('off_session on_session'),
    statement_descriptor_suffix_kana: text(22),
    statement_descriptor_suffix_kanji: text(17),
  }),
  cashapp: fields({ setup_future_usage: anySession }),
  customer_balance: fields({
    bank_transfer: fields({
      eu_bank_transfer: fields({ country: must(text(5000)) }),
      requested_address_types: list(oneOf('aba iban sepa sort_code spei swift zengin')),
      type: must(
        oneOf(
          'eu_bank_transfer gb_bank_transfer jp_bank_transfer mx_bank_transfer us_bank_transfer',
        ),
      ),
    }),
    funding_type: oneOf('bank_transfer'),
    setup_future_usage: never,
  }),
  eps: fields({ setup_future_usage: never }),
  fpx: fields({ setup_future_usage: never }),
  giropay: fields({ setup_future_usage: never }),
  grabpay: fields({ setup_future_usage: never }),
  ideal: fields({ setup_future_usage: never }),
  klarna: fields({ setup_future_usage: never }),
  konbini: fields({ expires_after_days: integer, setup_future_usage: never }),
  link: fields({ setup_future_usage: offSession }),
  oxxo: fields({ expires_after_days: integer, setup_future_usage: never }),
  p24: fields({ setup_future_usage: never, tos_shown_and_accepted: boolean }),
  paynow: fields({ setup_future_usage: never }),
  paypal: fields({
    capture_method: emptiable(oneOf('manual')),
    preferred_locale: oneOf(
      'cs-CZ da-DK de-AT de-DE de-LU el-GR en-GB en-US es-ES fi-FI fr-BE fr-FR fr-LU hu-HU it-IT nl-BE nl-NL pl-PL pt-PT sk-SK sv-SE',
    ),
    reference: text(127),
    risk_correlation_id: text(32),
    setup_future_usage: emptiable(oneOf('none off_session')),
  }),
  pix: fields({ expires_after_seconds: integer }),
  sepa_debit: fields({ setup_future_usage: anySession }),
  sofort: fields({ setup_future_usage: never }),
  us_bank_account: fields({
    financial_connections: fields({
      permissions: list(oneOf('balances ownership payment_method transactions')),
      prefetch: list(oneOf('balances')),
    }),
    setup_future_usage: anySession,
    verification_method: oneOf('automatic instant'),
  }),
  wechat_pay: fields({
    app_id: text(5000),
    client: must(oneOf('android ios web')),
    setup_future_usage: never,
  }),
});
