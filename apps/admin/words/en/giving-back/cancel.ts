const many = (count: number, one: string, more: string): string =>
  `${count} ${count === 1 ? one : more}`;

/** What cancelling an order says, before it does it. */
export const cancel = {
  open: 'Cancel order',
  title: (number: string) => `Cancel ${number}`,
  what: 'This is what follows:',
  releases: (pieces: number) => `${many(pieces, 'piece goes', 'pieces go')} back on sale.`,
  givesBack: (amount: string) => `${amount} is given back.`,
  voids: (amount: string) => `The hold of ${amount} on the customer’s money is released.`,
  unknownMoney: 'What was paid cannot be told just now; all that was taken is given back.',
  creditNote: 'A credit note cancels the invoice.',
  tells: (email: string) => `${email} is told by mail.`,
  reason: 'Reason, which the customer reads',
  final: 'A cancelled order cannot be taken up again.',
  send: 'Cancel the order',
};
