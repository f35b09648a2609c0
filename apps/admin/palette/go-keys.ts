/** By which letter after G one goes to a place of the menu. */
export const goKeys: Readonly<Record<string, string>> = {
  today: 't',
  orders: 'o',
  fulfillment: 'f',
  products: 'p',
  stock: 's',
  customers: 'c',
  tickets: 'k',
};
