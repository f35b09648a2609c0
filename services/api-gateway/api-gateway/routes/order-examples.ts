/** A refund is of an amount or of lines: one of them. */
export const someLines = {
  lines: [{ lineId: '01920d3e-6f5a-7c4e-9a3b-2f1c0d9e8b7a', quantity: 1 }],
  reason: 'The customer asked for it.',
};
