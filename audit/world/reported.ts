/** What a client was told: the oracle compares it with what is there (I7, I8). */
export interface Reported {
  readonly kind:
    | 'order_placed'
    | 'requires_action'
    | 'payment_declined'
    | 'cart_created'
    | 'refund_made';
  readonly id: string;
  readonly idempotencyKey: string;
  /** The reply as text: repeating the request must give the same. */
  readonly reply: string;
}
