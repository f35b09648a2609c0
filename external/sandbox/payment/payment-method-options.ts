import { amountMandate } from './payment-method-data.ts';
import {
  boolean,
  emptiable,
  fields,
  integer,
  list,
  must,
  nothing,
  oneOf,
  text,
} from '../wire/wire-shape.ts';

/* What Stripe lets a shop choose for each kind of means of payment. */

const laterUse = oneOf('none off_session on_session');
const onceOrOffSession = emptiable(oneOf('none off_session'));
const verificationMethod = oneOf('automatic instant microdeposits');
const setupCredentialUsage = oneOf('installment recurring unscheduled');
const usedOnce = fields({ setup_future_usage: oneOf('none') });
const debitMandate = fields({ reference_prefix: emptiable(text()) });
const maybeOffSession = fields({ setup_future_usage: onceOrOffSession });
const manualCapture = fields({ capture_method: emptiable(oneOf('manual')) });
const datedDebit = fields({ setup_future_usage: emptiable(laterUse), target_date: text() });

const capturedOnce = fields({
  capture_method: emptiable(oneOf('manual')),
  setup_future_usage: oneOf('none'),
});

const capturedOrReused = fields({
  capture_method: emptiable(oneOf('manual')),
  setup_future_usage: onceOrOffSession,
});

const capturedAndReused = fields({
  capture_method: emptiable(oneOf('manual')),
  setup_future_usage: emptiable(laterUse),
});

const mandatedDebit = fields({
  mandate_options: debitMandate,
  setup_future_usage: emptiable(laterUse),
  target_date: text(),
});

export const paymentMethodOptions = fields({
  acss_debit: emptiable(
    fields({
      mandate_options: fields({
        custom_mandate_url: emptiable(text()),
        interval_description: text(500),
        payment_schedule: oneOf('combined interval sporadic'),
        transaction_type: oneOf('business personal'),
      }),
      setup_future_usage: emptiable(laterUse),
      target_date: text(),
      verification_method: verificationMethod,
    }),
  ),
  affirm: emptiable(
    fields({
      capture_method: emptiable(oneOf('manual')),
      preferred_locale: text(30),
      setup_future_usage: oneOf('none'),
    }),
  ),
  afterpay_clearpay: emptiable(
    fields({
      capture_method: emptiable(oneOf('manual')),
      reference: text(128),
      setup_future_usage: oneOf('none'),
    }),
  ),
  alipay: emptiable(maybeOffSession),
  alma: emptiable(manualCapture),
  amazon_pay: emptiable(capturedOrReused),
  au_becs_debit: emptiable(datedDebit),
  bacs_debit: emptiable(mandatedDebit),
  bancontact: emptiable(
    fields({ preferred_language: oneOf('de en fr nl'), setup_future_usage: onceOrOffSession }),
  ),
  billie: emptiable(
    fields({
      capture_method: emptiable(oneOf('manual')),
      company_details: emptiable(
        fields({
          registered_address: emptiable(
            fields({
              city: text(),
              country: text(),
              line1: text(),
              line2: text(),
              postal_code: text(),
              state: text(),
            }),
          ),
          registered_name: text(),
          registration_number: text(),
          registration_type: emptiable(
            oneOf(`ch_ein de_hrb dk_cvr es_cif fi_tunnus fr_siren fr_siret it_rea nl_kvk no_org_number
  no_pno se_org_number se_pno uk_crn`),
          ),
          vat: text(),
        }),
      ),
      reference: text(),
    }),
  ),
  bizum: emptiable(nothing),
  blik: emptiable(
    fields({
      code: text(5000),
      mandate_options: fields({ expires_at: integer }),
      setup_future_usage: onceOrOffSession,
    }),
  ),
  boleto: emptiable(
    fields({ expires_after_days: integer, setup_future_usage: emptiable(laterUse) }),
  ),
  card: emptiable(
    fields({
      capture_method: emptiable(oneOf('manual')),
      cvc_token: text(5000),
      installments: fields({
        enabled: boolean,
        plan: emptiable(
          fields({
            count: integer,
            interval: oneOf('month'),
            type: must(oneOf('fixed_count bonus revolving')),
          }),
        ),
      }),
      mandate_options: fields({
        amount: must(integer),
        amount_type: must(oneOf('fixed maximum')),
        description: text(200),
        end_date: integer,
        interval: must(oneOf('day month sporadic week year')),
        interval_count: integer,
        reference: must(text(80)),
        start_date: must(integer),
        supported_types: list(oneOf('india')),
      }),
      moto: boolean,
      network:
        oneOf(`amex cartes_bancaires diners discover eftpos_au interac jcb mastercard unionpay unknown
  visa girocard link`),
      request_extended_authorization: oneOf('if_available never'),
      request_incremental_authorization: oneOf('if_available never'),
      request_multicapture: oneOf('if_available never'),
      request_overcapture: oneOf('if_available never'),
      request_three_d_secure: oneOf('any automatic challenge'),
      require_cvc_recollection: boolean,
      setup_credential_usage: setupCredentialUsage,
      setup_future_usage: emptiable(laterUse),
      statement_descriptor_suffix_kana: emptiable(text(22)),
      statement_descriptor_suffix_kanji: emptiable(text(17)),
      stored_credential_usage: setupCredentialUsage,
      three_d_secure: fields({
        ares_trans_status: oneOf('A C I N R U Y'),
        cryptogram: must(text()),
        electronic_commerce_indicator: oneOf('01 02 05 06 07'),
        exemption_indicator: oneOf('low_risk none'),
        network_options: fields({
          cartes_bancaires: fields({
            cb_avalgo: must(oneOf('0 1 2 3 4 A')),
            cb_exemption: text(),
            cb_score: integer,
          }),
        }),
        requestor_challenge_indicator: text(),
        transaction_id: must(text()),
        version: must(oneOf('1.0.2 2.1.0 2.2.0 2.3.0 2.3.1')),
      }),
    }),
  ),
  card_present: emptiable(
    fields({
      capture_method: oneOf('manual manual_preferred'),
      request_extended_authorization: boolean,
      request_incremental_authorization_support: boolean,
      routing: fields({ requested_priority: oneOf('domestic international') }),
    }),
  ),
  cashapp: emptiable(capturedAndReused),
  crypto: emptiable(usedOnce),
  customer_balance: emptiable(
    fields({
      bank_transfer: fields({
        eu_bank_transfer: fields({ country: must(text(5000)) }),
        requested_address_types: list(oneOf('aba iban sepa sort_code spei swift zengin')),
        type: must(
          oneOf(
            `eu_bank_transfer gb_bank_transfer jp_bank_transfer mx_bank_transfer us_bank_transfer`,
          ),
        ),
      }),
      funding_type: oneOf('bank_transfer'),
      setup_future_usage: oneOf('none'),
    }),
  ),
  eps: emptiable(usedOnce),
  fpx: emptiable(usedOnce),
  giropay: emptiable(usedOnce),
  grabpay: emptiable(usedOnce),
  ideal: emptiable(maybeOffSession),
  interac_present: emptiable(nothing),
  kakao_pay: emptiable(capturedOrReused),
  klarna: emptiable(
    fields({
      capture_method: emptiable(oneOf('manual')),
      on_demand: fields({
        average_amount: integer,
        maximum_amount: integer,
        minimum_amount: integer,
        purchase_interval: oneOf('day month week year'),
        purchase_interval_count: integer,
      }),
      preferred_locale:
        oneOf(`cs-CZ da-DK de-AT de-CH de-DE el-GR en-AT en-AU en-BE en-CA en-CH en-CZ en-DE en-DK
  en-ES en-FI en-FR en-GB en-GR en-IE en-IT en-NL en-NO en-NZ en-PL en-PT en-SE en-US
  es-ES es-US fi-FI fr-BE fr-CA fr-CH fr-FR it-CH it-IT nb-NO nl-BE nl-NL pl-PL pt-PT
  sv-FI sv-SE en-RO ro-RO`),
      setup_future_usage: laterUse,
      subscriptions: emptiable(
        list(
          fields({
            interval: must(oneOf('day month week year')),
            interval_count: integer,
            name: text(),
            next_billing: fields({ amount: must(integer), date: must(text()) }),
            reference: must(text()),
          }),
        ),
      ),
    }),
  ),
  konbini: emptiable(
    fields({
      confirmation_number: emptiable(text(11)),
      expires_after_days: emptiable(integer),
      expires_at: emptiable(integer),
      product_description: emptiable(text(22)),
      setup_future_usage: oneOf('none'),
    }),
  ),
  kr_card: emptiable(capturedOrReused),
  link: emptiable(
    fields({
      capture_method: emptiable(oneOf('manual')),
      persistent_token: text(),
      setup_future_usage: onceOrOffSession,
    }),
  ),
  mb_way: emptiable(usedOnce),
  mobilepay: emptiable(capturedOnce),
  multibanco: emptiable(usedOnce),
  naver_pay: emptiable(capturedOrReused),
  nz_bank_account: emptiable(datedDebit),
  oxxo: emptiable(fields({ expires_after_days: integer, setup_future_usage: oneOf('none') })),
  p24: emptiable(fields({ setup_future_usage: oneOf('none'), tos_shown_and_accepted: boolean })),
  pay_by_bank: emptiable(nothing),
  payco: emptiable(capturedOnce),
  paynow: emptiable(usedOnce),
  paypal: emptiable(
    fields({
      capture_method: emptiable(oneOf('manual')),
      preferred_locale:
        oneOf(`cs-CZ da-DK de-AT de-DE de-LU el-GR en-GB en-US es-ES fi-FI fr-BE fr-FR fr-LU hu-HU
  it-IT nl-BE nl-NL pl-PL pt-PT sk-SK sv-SE`),
      reference: text(127),
      risk_correlation_id: text(32),
      setup_future_usage: onceOrOffSession,
    }),
  ),
  paypay: emptiable(nothing),
  payto: emptiable(
    fields({
      mandate_options: fields({
        amount: emptiable(integer),
        amount_type: emptiable(oneOf('fixed maximum')),
        end_date: emptiable(text()),
        payment_schedule: emptiable(
          oneOf('adhoc annual daily fortnightly monthly quarterly semi_annual weekly'),
        ),
        payments_per_period: emptiable(integer),
        purpose: emptiable(
          oneOf(`dependant_support government loan mortgage other pension personal retail salary tax
  utility`),
        ),
      }),
      setup_future_usage: onceOrOffSession,
    }),
  ),
  pix: emptiable(
    fields({
      amount_includes_iof: oneOf('always never'),
      expires_after_seconds: integer,
      expires_at: integer,
      mandate_options: fields({
        amount: integer,
        amount_includes_iof: oneOf('always never'),
        amount_type: oneOf('fixed maximum'),
        currency: text(),
        end_date: text(),
        payment_schedule: oneOf('halfyearly monthly quarterly weekly yearly'),
        reference: text(),
        start_date: text(),
      }),
      setup_future_usage: oneOf('none off_session'),
    }),
  ),
  promptpay: emptiable(usedOnce),
  revolut_pay: emptiable(capturedOrReused),
  samsung_pay: emptiable(capturedOnce),
  satispay: emptiable(capturedAndReused),
  scalapay: emptiable(manualCapture),
  sepa_debit: emptiable(mandatedDebit),
  sequra: emptiable(capturedOnce),
  sofort: emptiable(
    fields({
      preferred_language: emptiable(oneOf('de en es fr it nl pl')),
      setup_future_usage: onceOrOffSession,
    }),
  ),
  sunbit: emptiable(capturedOnce),
  swish: emptiable(fields({ reference: emptiable(text()), setup_future_usage: oneOf('none') })),
  twint: emptiable(fields({ setup_future_usage: oneOf('none off_session') })),
  upi: emptiable(
    fields({ mandate_options: amountMandate, setup_future_usage: emptiable(laterUse) }),
  ),
  us_bank_account: emptiable(
    fields({
      financial_connections: fields({
        filters: fields({ account_subcategories: list(oneOf('checking savings')) }),
        permissions: list(oneOf('balances ownership payment_method transactions')),
        prefetch: list(oneOf('balances ownership transactions')),
        return_url: text(5000),
      }),
      mandate_options: fields({ collection_method: emptiable(oneOf('paper')) }),
      networks: fields({ requested: list(oneOf('ach us_domestic_wire')) }),
      preferred_settlement_speed: emptiable(oneOf('fastest standard')),
      setup_future_usage: emptiable(laterUse),
      target_date: text(),
      transaction_purpose: emptiable(oneOf('goods other services unspecified')),
      verification_method: verificationMethod,
    }),
  ),
  wechat_pay: emptiable(
    fields({
      app_id: text(5000),
      client: oneOf('android ios web'),
      setup_future_usage: oneOf('none'),
    }),
  ),
  zip: emptiable(usedOnce),
});
