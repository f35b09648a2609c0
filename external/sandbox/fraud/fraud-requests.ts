import {
  atLeast,
  boolean,
  fields,
  like,
  list,
  must,
  number,
  oneOf,
  text,
  type Shape,
} from '../wire/wire-shape.ts';

/* What minFraud takes, alike for its three services. Only the address of the device is required. */

const address = {
  first_name: text(255),
  last_name: text(255),
  company: text(255),
  address: text(255),
  address_2: text(255),
  city: text(255),
  region: text(4),
  country: text(2),
  postal: text(255),
  phone_number: text(255),
  phone_country_code: text(4),
};

const customInputs: Shape<object> = {
  kind: 'map',
  of: { kind: 'either', of: [text(), number, boolean] },
};

export const transaction = fields({
  device: must(
    fields({
      ip_address: must(like(/^[\da-f:.]{2,45}$/i)),
      user_agent: text(512),
      accept_language: text(255),
      session_age: number,
      session_id: text(255),
      tracking_token: text(),
    }),
  ),
  event: fields({
    transaction_id: text(255),
    shop_id: text(255),
    time: { kind: 'text', format: 'date-time' } satisfies Shape,
    type: oneOf(`account_creation account_login email_change password_reset payout_change purchase
      recurring_purchase referral survey`),
    party: oneOf('customer agent'),
  }),
  account: fields({ user_id: text(255), username_md5: text(32) }),
  email: fields({ address: text(255), domain: text(255) }),
  billing: fields(address),
  shipping: fields({ ...address, delivery_speed: oneOf('same_day overnight expedited standard') }),
  payment: fields({
    method: text(),
    processor: text(),
    was_authorized: boolean,
    decline_code: text(255),
  }),
  credit_card: fields({
    issuer_id_number: text(8),
    last_digits: text(4),
    token: text(255),
    bank_name: text(255),
    bank_phone_country_code: text(4),
    bank_phone_number: text(255),
    country: text(2),
    avs_result: text(1),
    cvv_result: text(1),
    was_3d_secure_successful: boolean,
  }),
  order: fields({
    amount: number,
    currency: text(3),
    discount_code: text(255),
    affiliate_id: text(255),
    subaffiliate_id: text(255),
    referrer_uri: text(1024),
    is_gift: boolean,
    has_gift_message: boolean,
  }),
  shopping_cart: list(
    fields({
      category: text(255),
      item_id: text(255),
      quantity: atLeast(1, 'integer'),
      price: number,
    }),
  ),
  custom_inputs: customInputs,
});

/** What a shop tells of a transaction later; not in the vendor's file, but on its page and in its client. */
export const report = fields({
  ip_address: like(/^[\da-f:.]{2,45}$/i),
  tag: must(oneOf('chargeback not_fraud spam_or_abuse suspected_fraud')),
  chargeback_code: text(),
  maxmind_id: text(8),
  minfraud_id: text(36),
  notes: text(),
  transaction_id: text(255),
});
