import type { Page } from 'playwright-core';

/** What the pages of a shop are seen with. */
export interface SeenShop {
  readonly url: string;
  /** Somebody with an account and an order, where the shop is one's own. */
  readonly customer?: {
    readonly email: string;
    readonly password: string;
    readonly orderId: string;
  };
  /** Somebody who may do all that the admin shows, where the shop is one's own. */
  readonly staff?: { readonly email: string; readonly password: string };
}

/** One kind of page that the shop's visitors see, and the way that leads there. */
export interface KindOfPage {
  /** The name of its pictures and of its row: `product`, `checkout-payment`. */
  readonly name: string;
  /** Whether search engines shall keep it. */
  readonly indexed: boolean;
  /** It answers a form, and cannot be opened by its address. */
  readonly answersForm?: true;
  /** Customers alone see it. */
  readonly ofCustomers?: true;
  /** Goes there with a browser that begins anew; what has to be done first is done on the way. */
  open(page: Page, shop: SeenShop): Promise<void>;
}

const at = (name: string, path: string, indexed = false): KindOfPage => ({
  name,
  indexed,
  open: async (page, { url }) => void (await page.goto(`${url}${path}`)),
});

const ofCustomers = (name: string, pathOf: (orderId: string) => string): KindOfPage => ({
  name,
  indexed: false,
  ofCustomers: true,
  open: async (page, shop) => {
    await signIn(page, shop);
    await page.goto(`${shop.url}${pathOf(shop.customer!.orderId)}`);
  },
});

/** Every kind of page of the shop with the demo store, in the order in which people meet them. */
const pages: readonly KindOfPage[] = [
  at('home', '/', true),
  at('home-german', '/de', true),
  at('category', '/categories/food-drink', true),
  at('search', '/search?query=coffee'),
  at('search-nothing', '/search?query=zeppelin'),
  at('product', '/products/haraz-sun-dried', true),
  at('content', '/pages/terms', true),
  at('not-found', '/nothing-is-here'),
  at('cart-empty', '/cart'),
  { name: 'cart', indexed: false, open: fillCart },
  { name: 'checkout-address', indexed: false, open: toCheckout },
  { name: 'checkout-refused', indexed: false, answersForm: true, open: sendBadAddress },
  { name: 'checkout-payment', indexed: false, open: toPayment },
  { name: 'wish-list', indexed: false, open: toWishes },
  { name: 'saved-cart', indexed: false, open: toSavedCart },
  { name: 'shared-list', indexed: false, open: toSharedList },
  at('withdrawal', '/withdrawal-from-contract'),
  at('order-look-up', '/o'),
  at('account-sign-in', '/account/sign-in'),
  at('account-register', '/account/register'),
  at('account-forgotten', '/account/forgotten'),
  ofCustomers('account-orders', () => '/account'),
  ofCustomers('account-order', (orderId) => `/account/orders/${orderId}`),
  ofCustomers('account-order-help', (orderId) => `/account/orders/${orderId}/help`),
  ofCustomers('account-ticket-new', () => '/account/tickets/new'),
  { ...ofCustomers('account-ticket', () => '/account/tickets'), open: toTicket },
  ofCustomers('account-tickets', () => '/account/tickets'),
  ofCustomers('account-addresses', () => '/account/addresses'),
  ofCustomers('account-address', () => '/account/addresses/new'),
  ofCustomers('account-preferences', () => '/account/preferences'),
  ofCustomers('account-security', () => '/account/security'),
  ofCustomers('account-security-email', () => '/account/security/email'),
  ofCustomers('account-security-app', () => '/account/security/app'),
  ofCustomers('account-security-passkeys', () => '/account/security/passkeys'),
  ofCustomers('account-devices', () => '/account/devices'),
  ofCustomers('account-watches', () => '/account/watches'),
];

/** What can be seen of a shop; `only`: kinds whose name begins so. */
export function pagesOf(shop: SeenShop, only = ''): readonly KindOfPage[] {
  return pages.filter((kind) => kind.name.startsWith(only) && (shop.customer || !kind.ofCustomers));
}

async function signIn(page: Page, { url, customer }: SeenShop): Promise<void> {
  await page.goto(`${url}/account/sign-in`);
  await page.locator('#email').fill(customer!.email);
  await page.locator('#password').fill(customer!.password);
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/account$/);
}

/** A question about the order, which the first who comes asks. */
async function toTicket(page: Page, shop: SeenShop): Promise<void> {
  await signIn(page, shop);
  await page.goto(`${shop.url}/account/orders/${shop.customer!.orderId}/help`);
  const asked = page.locator('.tickets a').first();
  if ((await asked.count()) > 0) {
    await asked.click();
  } else {
    await page.locator('#subject').fill('Can it come a day later?');
    await page.locator('#message').fill('Nobody is at home on Friday.\nSaturday would be fine.');
    await page.getByRole('button', { name: 'Send' }).click();
  }
  await page.locator('.letters').waitFor();
}

async function fillCart(page: Page, { url }: SeenShop): Promise<void> {
  await page.goto(`${url}/products/haraz-sun-dried`);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.locator('.basket-line').first().waitFor();
  await page.goto(`${url}/cart`);
  await page.getByRole('button', { name: 'To checkout' }).waitFor();
}

async function toCheckout(page: Page, shop: SeenShop): Promise<void> {
  await fillCart(page, shop);
  await page.getByRole('button', { name: 'To checkout' }).click();
  await page.locator('#email').waitFor();
}

async function sendAddress(page: Page, shop: SeenShop, postalCode: string): Promise<void> {
  await toCheckout(page, shop);
  await page.locator('#email').fill('ada@example.com');
  await page.locator('#name').fill('Ada Sievers');
  await page.locator('#street').fill('Alter Wandrahm 8');
  await page.locator('#postalCode').fill(postalCode);
  await page.locator('#city').fill('Hamburg');
  await page.getByRole('button', { name: 'Go on to delivery and payment' }).click();
}

async function sendBadAddress(page: Page, shop: SeenShop): Promise<void> {
  await sendAddress(page, shop, '2045');
  await page.locator('[aria-invalid="true"]').first().waitFor();
}

async function toPayment(page: Page, shop: SeenShop): Promise<void> {
  await sendAddress(page, shop, '20457');
  await page.getByRole('button', { name: 'Order with obligation to pay' }).waitFor();
}

async function toWishes(page: Page, { url }: SeenShop): Promise<void> {
  await page.goto(`${url}/products/haraz-sun-dried`);
  await page.locator('#buy [data-wish]').click();
  await page.locator('.toast:not(:empty)').waitFor();
  await page.goto(`${url}/wish-list`);
  await page.locator('main .basket-line').first().waitFor();
}

async function toSavedCart(page: Page, shop: SeenShop): Promise<void> {
  await fillCart(page, shop);
  await page.getByText('Save this cart for another time').click();
  await page.locator('#cart-name').fill('For the new flat');
  await page.getByRole('button', { name: 'Save the cart' }).click();
  await page.waitForURL(/\/wish-list\?did=cart-saved/);
  await page.getByRole('link', { name: 'For the new flat' }).click();
  await page.locator('#name').waitFor();
}

async function toSharedList(page: Page, shop: SeenShop): Promise<void> {
  await toWishes(page, shop);
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.getByLabel('Link to your list').inputValue();
  await page.goto(link);
  await page.locator('main .basket-line').first().waitFor();
}
