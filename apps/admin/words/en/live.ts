export const live = {
  switch: 'Pages change by themselves',
  newOrders: (count: number) => (count === 1 ? 'Show 1 new order' : `Show ${count} new orders`),
};
