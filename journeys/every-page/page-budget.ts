/**
 * The product, its stock, what it costs now and its stock again for the days of delivery, and others
 * of its maker.
 */
const ofAProduct = {
  'inventory: select stock_item, location, stock_sku': 2,
  'product: select channel, variant, product, translation, listing, price, sale_price': 1,
  'product: select document, page': 1,
  'product: select shelf, document': 1,
};

/**
 * What one page costs the databases, for somebody who has no cart and is nobody's customer, while what
 * all pages of a shop share is known (it is read once a second): statements by what they do.
 */
export const statementsOfPages: Readonly<
  Record<string, { readonly path: string; readonly statements: Readonly<Record<string, number>> }>
> = {
  home: {
    path: '/',
    statements: { 'product: select document': 1, 'product: select shelf, document': 1 },
  },
  category: {
    path: '/categories/food-drink',
    statements: { 'product: select search_entry, document': 1 },
  },
  'category, in German': {
    path: '/de/categories/food-drink',
    statements: { 'product: select search_entry, document': 1 },
  },
  search: {
    path: '/search?query=coffee',
    statements: { 'product: select search_entry, plenty, document': 1 },
  },
  product: { path: '/products/haraz-sun-dried', statements: ofAProduct },
  'product, in German': { path: '/de/products/haraz-sun-dried', statements: ofAProduct },
  content: {
    path: '/pages/terms',
    statements: { 'product: select published_text, content_page, channel': 1 },
  },
  'cart, empty': { path: '/cart', statements: {} },
};
