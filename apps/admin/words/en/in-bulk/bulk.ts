const many = (count: number, one: string, more: string): string =>
  `${count} ${count === 1 ? one : more}`;

/** One change of many products. */
export const bulk = {
  open: 'Change all',
  title: 'Change all that the list finds',
  titleOf: (count: number) => `Change ${many(count, 'chosen product', 'chosen products')}`,
  openChosen: 'Change them',
  whatChosen: 'Of the products that you chose. It goes on by itself and can be taken back.',
  what: 'Of all products that the filters of the list leave. It goes on by itself and can be taken back.',
  deed: 'What is done',
  deeds: {
    add_tag: 'Add a tag',
    remove_tag: 'Take a tag away',
    archive: 'Archive',
    activate: 'Put on sale',
    unlist: 'Take out of this channel',
    percent: 'Change prices by percent',
    amount: 'Change prices by an amount',
    collect: 'Add to a collection',
  },
  values: {
    add_tag: 'Tag',
    remove_tag: 'Tag',
    archive: '',
    activate: '',
    unlist: '',
    percent: 'Percent, such as 10 or -5.5',
    amount: 'Amount, such as 1.00 or -0.50',
    collect: 'Handle of the collection',
  },
  ending: 'Prices end with, if at all',
  count: 'Count them',
  confirm: (count: number) =>
    count === 0 ? 'No product is found.' : `${many(count, 'product is', 'products are')} found.`,
  begin: (count: number) => `Change ${many(count, 'product', 'products')}`,
};
