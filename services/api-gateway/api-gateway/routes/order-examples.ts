/** A refund is of an amount alone, or of lines and delivery. */
export const someParts = {
  lines: [{ lineId: '01920d3e-6f5a-7c4e-9a3b-2f1c0d9e8b7a', quantity: 1 }],
};

export const someLines = { ...someParts, reason: 'The customer asked for it.' };
