import {
  emptiable,
  fields,
  integer,
  must,
  nothing,
  oneOf,
  text,
  type Shape,
} from '../wire/wire-shape.ts';

/* What Stripe takes of a means of payment that is told with the payment itself. */

/** Words of the shop, as Stripe keeps them: fifty of them, each of 500 letters. */
export const metadata: Shape<Record<string, string>> = {
  kind: 'map',
  of: { kind: 'text', max: 500 },
  nameMax: 40,
  namesMax: 50,
};

export const amountMandate = fields({
  amount: integer,
  amount_type: oneOf('fixed maximum'),
  description: text(),
  end_date: integer,
});

export const address = fields({
  city: text(5000),
  country: text(5000),
  line1: text(5000),
  line2: text(5000),
  postal_code: text(5000),
  state: text(5000),
});

export const paymentMethodData = fields({
  acss_debit: fields({
    account_number: must(text(5000)),
    institution_number: must(text(5000)),
    transit_number: must(text(5000)),
  }),
  affirm: nothing,
  afterpay_clearpay: nothing,
  alipay: nothing,
  allow_redisplay: oneOf('always limited unspecified'),
  alma: nothing,
  amazon_pay: nothing,
  au_becs_debit: fields({ account_number: must(text(5000)), bsb_number: must(text(5000)) }),
  bacs_debit: fields({ account_number: text(5000), sort_code: text(5000) }),
  bancontact: nothing,
  billie: nothing,
  billing_details: fields({
    address: emptiable(address),
    email: emptiable(text()),
    name: emptiable(text(5000)),
    phone: emptiable(text(5000)),
    tax_id: text(),
  }),
  bizum: nothing,
  blik: nothing,
  boleto: fields({ tax_id: must(text(5000)) }),
  cashapp: nothing,
  crypto: nothing,
  customer_balance: nothing,
  eps: fields({
    bank: oneOf(`arzte_und_apotheker_bank austrian_anadi_bank_ag bank_austria bankhaus_carl_spangler
  bankhaus_schelhammer_und_schattera_ag bawag_psk_ag bks_bank_ag brull_kallmus_bank_ag
  btv_vier_lander_bank capital_bank_grawe_gruppe_ag deutsche_bank_ag dolomitenbank
  easybank_ag erste_bank_und_sparkassen hypo_alpeadriabank_international_ag
  hypo_bank_burgenland_aktiengesellschaft hypo_noe_lb_fur_niederosterreich_u_wien
  hypo_oberosterreich_salzburg_steiermark hypo_tirol_bank_ag hypo_vorarlberg_bank_ag
  marchfelder_bank oberbank_ag raiffeisen_bankengruppe_osterreich schoellerbank_ag
  sparda_bank_wien volksbank_gruppe volkskreditbank_ag vr_bank_braunau`),
  }),
  fpx: fields({
    account_holder_type: oneOf('company individual'),
    bank: must(
      oneOf(`affin_bank agrobank alliance_bank ambank bank_islam bank_muamalat bank_of_china
  bank_rakyat bsn cimb deutsche_bank hong_leong_bank hsbc kfh maybank2e maybank2u ocbc
  pb_enterprise public_bank rhb standard_chartered uob bnp_paribas citibank mbsb_bank`),
    ),
  }),
  giropay: nothing,
  grabpay: nothing,
  ideal: fields({
    bank: oneOf(`abn_amro asn_bank bunq handelsbanken ing knab moneyou n26 rabobank regiobank revolut
  sns_bank triodos_bank van_lanschot yoursafe adyen buut finom mollie nn`),
  }),
  interac_present: nothing,
  kakao_pay: nothing,
  klarna: fields({
    dob: fields({ day: must(integer), month: must(integer), year: must(integer) }),
  }),
  konbini: nothing,
  kr_card: nothing,
  link: nothing,
  mb_way: nothing,
  metadata,
  mobilepay: nothing,
  multibanco: nothing,
  naver_pay: fields({ funding: oneOf('card points') }),
  nz_bank_account: fields({
    account_holder_name: text(),
    account_number: must(text()),
    bank_code: must(text()),
    branch_code: must(text()),
    reference: text(),
    suffix: must(text()),
  }),
  oxxo: nothing,
  p24: fields({
    bank: oneOf(`alior_bank bank_millennium bank_nowy_bfg_sa bank_pekao_sa banki_spbdzielcze blik
  bnp_paribas boz citi_handlowy credit_agricole envelobank etransfer_pocztowy24 getin_bank
  ideabank ing inteligo mbank_mtransfer nest_przelew noble_pay pbac_z_ipko plus_bank
  santander_przelew24 tmobile_usbugi_bankowe toyota_bank volkswagen_bank velobank`),
  }),
  pay_by_bank: nothing,
  payco: nothing,
  paynow: nothing,
  paypal: nothing,
  paypay: nothing,
  payto: fields({ account_number: text(), bsb_number: text(), pay_id: text() }),
  pix: nothing,
  promptpay: nothing,
  radar_options: fields({ session: text(5000) }),
  revolut_pay: nothing,
  samsung_pay: nothing,
  satispay: nothing,
  scalapay: nothing,
  sepa_debit: fields({ iban: must(text(5000)) }),
  sequra: nothing,
  sofort: fields({ country: must(oneOf('AT BE DE ES IT NL')) }),
  sunbit: nothing,
  swish: nothing,
  twint: nothing,
  type: must(
    oneOf(`acss_debit affirm afterpay_clearpay alipay au_becs_debit bacs_debit bancontact blik
  boleto cashapp customer_balance eps fpx giropay grabpay ideal klarna konbini link oxxo
  p24 paynow paypal pix promptpay sepa_debit sofort us_bank_account wechat_pay zip alma
  amazon_pay billie bizum crypto kakao_pay kr_card mb_way mobilepay multibanco naver_pay
  nz_bank_account pay_by_bank payco paypay payto revolut_pay samsung_pay satispay scalapay
  sequra sunbit swish twint upi`),
  ),
  upi: fields({ mandate_options: amountMandate }),
  us_bank_account: fields({
    account_holder_type: oneOf('company individual'),
    account_number: text(5000),
    account_type: oneOf('checking savings'),
    financial_connections_account: text(5000),
    routing_number: text(5000),
  }),
  wechat_pay: nothing,
  zip: nothing,
});
