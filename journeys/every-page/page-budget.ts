/**
 * The product and its stock, of which the days of delivery follow. Others of its maker are known, as what
 * stands on a shelf is until something of it changes, for a second at most.
 */
const ofAProduct = {
  'inventory: select stock_item, location, stock_sku': 1,
  'product: select document, page': 1,
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
    statements: {},
  },
  'category, in German': {
    path: '/de/categories/food-drink',
    statements: {},
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
