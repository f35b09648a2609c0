/** A column that tells a state or status and has no table of moves, and why it has none. */
export interface WithoutMoves {
  readonly service: string;
  readonly column: string;
  readonly why: string;
}

export const withoutMoves: readonly WithoutMoves[] = [
  {
    service: 'auth',
    column: 'account.state',
    why: 'A switch of staff: either word may be set at any time, also once more, and nothing is refused because of the other.',
  },
  {
    service: 'product',
    column: 'product.status',
    why: 'What staff or an import says a product is: any of the three may be set at any time, in one PUT with all the rest of the product, whose version is what two writers meet at.',
  },
  {
    service: 'order',
    column: 'order_parcel.status',
    why: 'A copy of tracking’s `parcel.state`, as its events tell it, the newest alone. The moves are tracking’s; a copy that refused one would differ from what it copies.',
  },
  {
    service: 'tracking',
    column: 'parcel_event.state',
    why: 'What a carrier reported at one moment: a line of history that is written once and never moved.',
  },
  {
    service: 'order',
    column: 'orders.payment_state',
    why: 'Computed by the database from what payment told.',
  },
  {
    service: 'payment',
    column: 'payment.dispute_state',
    why: 'The worst of its disputes, written with their moves: `dispute` has the table.',
  },
  {
    service: 'payment',
    column: 'gateway_payout.state',
    why: 'A copy of what the provider says of a payout, the newest alone: a provider may take back what it said, and a copy that refused it would differ from what it copies.',
  },
  {
    service: 'payment',
    column: 'settlement_difference.state',
    why: 'Open until the books agree, then settled, in the one statement that looks at both; a difference that comes again is another row.',
  },
  {
    service: 'notification',
    column: 'message.state',
    why: 'Computed by the database from the states of its parts, which have a table.',
  },
  {
    service: 'every service with stories',
    column: 'story.state',
    why: 'The platform’s own, and no thing of the trade: services begin, wake, hold and finish stories by verbs (`platform/resting/`), each of which names in its statement the states that it leads from, and cannot name a state. Receivables and credit notes have no states: what is owed is a sum, and how it stands is the payment’s state; whether an invoice is taken back is that its credit note exists.',
  },
];
