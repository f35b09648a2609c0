/** Of a payment that the gateway contradicts. */
export const review = {
  held: 'The payment gateway says something else of this payment than was asked of it. Nothing goes on until it is settled there, or the order is cancelled.',
  settle: 'Ask the gateway again',
  still: (state: string, captured: string) =>
    `It still disagrees: ${state}, ${captured} captured. Settle it there, or cancel the order.`,
  states: {
    authorized: 'authorized',
    captured: 'captured',
    voided: 'given back',
    not_found: 'it knows no such payment',
    other: 'in a state of its own',
  } as Readonly<Record<string, string>>,
};
