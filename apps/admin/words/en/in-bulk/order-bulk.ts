const many = (count: number, one: string, more: string): string =>
  `${count} ${count === 1 ? one : more}`;

/** One thing done to many orders. */
export const orderBulk = {
  title: 'Do with all that the list finds',
  titleOf: (count: number) => `Do with ${many(count, 'chosen order', 'chosen orders')}`,
  what: 'With all orders that the filters of the list leave. It goes on by itself; what becomes of each is told.',
  whatChosen: 'With the orders that you chose. It goes on by itself; what becomes of each is told.',
  deed: 'What is done',
  deeds: {
    add_tag: 'Add a tag',
    remove_tag: 'Take a tag away',
    add_note: 'Write a note for the team',
    start_picking: 'Begin to pick',
    cancel: 'Cancel',
  },
  values: {
    add_tag: 'Tag',
    remove_tag: 'Tag',
    add_note: 'Note',
    start_picking: '',
    cancel: 'Reason, which the log of the order tells',
  },
  consequences: {
    add_tag: 'Can be taken back.',
    remove_tag: 'Can be taken back.',
    add_note: 'For the team alone. It stays in the log.',
    start_picking: 'All parts that lie open in the warehouse are being picked from then on.',
    cancel:
      'Stock is released, what was paid goes back, and customers are told. It begins at once and cannot be taken back.',
  },
  count: 'Count them',
  whatFollows: 'Say what follows',
  stay: (count: number) =>
    `${many(count, 'order', 'orders')} can no longer be cancelled and stay as they are.`,
  changedSince: 'They have changed since. Look at it once more.',
  confirm: (count: number) =>
    count === 0 ? 'No order is found.' : `${many(count, 'order is', 'orders are')} found.`,
  begin: (count: number) => `Do it with ${many(count, 'order', 'orders')}`,
};
