/**
 * Words that are answered or told and are not open, each with why no reader of an earlier version
 * has anything sensible to take instead. To add a word to one of these, declare it open a release
 * before; of an event, raise its version instead: then older readers leave it to newer ones.
 */
export const closedWords: Readonly<Record<string, string>> = {
  'customer staff': 'Whose account it is, and who wrote, decides what they may see.',
  'guest customer': 'Whose it is decides who may see it.',
  'card promise': 'Whether money is held at a gateway or only promised decides what moves it.',
  'debit credit': 'There is no third side of a ledger.',
  'card invoice cash_on_delivery':
    'In the event an order is made of: an order of a kind that is not known waits for a newer version.',
  'refund_failed pay_out_cancelled capture_failed dispute_opened dispute_won dispute_lost dispute_closed':
    'An event: each stops or frees parcels and refunds in its own way.',
  'verify_email reset_password account_exists password_changed':
    'An event: no other mail may be sent instead.',
  'order_confirmation order_cancelled order_refunded order_credited parcel_shipped parcel_out_for_delivery parcel_delivered parcel_exception verify_email reset_password account_exists password_changed ticket_reply low_stock':
    'The name that was asked for, told back.',
  'order_confirmation order_cancelled order_refunded order_credited parcel_shipped parcel_out_for_delivery parcel_delivered parcel_exception verify_email reset_password account_exists password_changed ticket_reply low_stock withdrawal_received withdrawal_notice payment_reminder watch_confirmation back_in_stock guard_changed email_change':
    'The name that was asked for, told back.',
  'deny continue': 'Staff read it, change it and send it back: a stand-in would be kept.',
  'auto table provider': 'A setting, read and sent back.',
  'line total': 'A setting, read and sent back.',
  'half_up half_even': 'A setting, read and sent back.',
  'standard highest proportional': 'A setting, read and sent back.',
  'product variant customer order_line':
    'Part of the name that was asked for, told back; staff send it back.',
  'text number bool date choice multi rich':
    'Staff read it, change it and send it back: a stand-in would be kept.',
  'weight price items': 'A setting, read and sent back.',
  'kg l m m2 piece': 'A price is of so much: beside another unit it would be another price.',
  'mg g kg ml cl l mm cm m cm2 m2 piece':
    'Staff read it, change it and send it back: a stand-in would be kept.',
  'A+++ A++ A+ A B C D E F G': 'The law says which classes there are; another one would be untrue.',
  'invoice delivery': 'A setting, read and sent back.',
  'all any': 'Staff read it, change it and send it back: a stand-in would be kept.',
};

/** Unions that are not open, by the end of their place. */
export const closedUnions: Readonly<Record<string, string>> = {
  'checkout.completeCheckout':
    'The end of a purchase: what is neither completed nor waits for the buyer has no other form.',
  '.countries[]': 'A country, or the rest of the world; a setting, read and sent back.',
  '.attributes{}':
    'The forms of JSON that a value of the shop’s own fields has, kept and sent back.',
  '.attributes[].value': 'The forms of JSON that such a value is shown in.',
  '.rule.conditions[]':
    'By which products stand in a collection: staff send it back, and a stand-in would be kept.',
  '.rule.conditions[].value': 'A text, a number, or yes and no: a stand-in would be kept.',
  '.channels': 'All channels, or those that are named: a right is never guessed.',
};
