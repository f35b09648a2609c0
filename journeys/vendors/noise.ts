/** What a vendor's description says and its service does not, each with the reason. */
const noise: readonly (readonly [RegExp, string])[] = [
  [
    /^payment POST \/v1\/payment_intents request: .*allowed_payment_method_types/,
    'Stripe’s file is of 2023 and does not know allowed_payment_method_types yet',
  ],
  [
    /payment_method_details\/card must NOT have additional properties (amount_authorized|capture_before|multicapture)$/,
    'Stripe’s file is of 2023 and does not know amount_authorized, capture_before and multicapture yet',
  ],
  [
    /^payment POST \/v1\/payment_intents request: \/payment_method_options\/card(\/request_three_d_secure)? must be (string|equal to one of the allowed values)$/,
    'Stripe’s file is of 2023 and does not know the challenge that is asked for yet',
  ],
  [
    /^fraud POST \S+ 200: must NOT have additional properties risk_score_reasons$/,
    'minFraud’s file lacks risk_score_reasons, which its own samples have',
  ],
  [
    /^carrier POST \/v1\/rates request: .*(shipment_id|carrier_id|service_code)$/,
    'ShipEngine’s file requires of a question for rates what only its answer can say',
  ],
  [
    /^carrier GET \/v1\/carriers 200: .*\/carrier_code must match pattern/,
    'ShipEngine’s file gives the code of a service’s carrier the pattern of an id',
  ],
  [
    /^carrier .*\/(created_at|estimated_delivery_date|ship_date) must match pattern/,
    'ShipEngine’s file gives this time the pattern of an id',
  ],
];

/** Why a finding is none; undefined where it is one. */
export function noiseOf(finding: string): string | undefined {
  return noise.find(([form]) => form.test(finding))?.[1];
}

/** Names that vendors always send and whose descriptions do not say so. */
const always: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /^fraud POST .* 200$/,
    ['id', 'risk_score', 'funds_remaining', 'queries_remaining', 'ip_address', 'warnings'],
  ],
  [
    /^sms POST .* 201$/,
    [
      'sid',
      'account_sid',
      'to',
      'from',
      'body',
      'status',
      'direction',
      'date_created',
      'date_sent',
    ],
  ],
  [
    /^(carrier GET \/v1\/tracking 200|carrier webhook)$/,
    ['tracking_number', 'status_code', 'carrier_code', 'carrier_status_code', 'events'],
  ],
  [
    /^payment (POST \/v1\/payment_intents|\w+ \/v1\/payment_intents\/\{intent\}(\/\w+)?) 200$/,
    ['latest_charge', 'metadata', 'next_action', 'amount_received', 'last_payment_error'],
  ],
  [
    /^tax POST \/v1\/tax\/calculations 200$/,
    ['id', 'line_items', 'shipping_cost', 'expires_at', 'customer'],
  ],
  [/^refund of /, ['status', 'charge', 'payment_intent', 'reason', 'metadata']],
];

export function promised(what: string): readonly string[] {
  return always.filter(([form]) => form.test(what)).flatMap(([, names]) => names);
}
