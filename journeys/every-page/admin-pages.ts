import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { KindOfPage, SeenShop } from './every-page.ts';

/** Where it has come to rest, with what it asked for. */
type Arrive = (page: Page) => Promise<void>;

const heading =
  (level: number): Arrive =>
  async (page) => {
    await page.getByRole('heading', { level }).first().waitFor();
  };

const kind = (name: string, pathOf: (orderId: string) => string, arrive: Arrive): KindOfPage => ({
  name,
  indexed: false,
  open: async (page, shop) => {
    await enter(page, shop, pathOf(shop.customer!.orderId));
    await arrive(page);
  },
});

const rows: Arrive = async (page) => {
  await page.locator('.row-link').first().waitFor();
};

const toMembers: Arrive = async (page) => {
  await page.getByRole('row').nth(1).waitFor();
};

/** Some products that are new, and one with a fault. */
const spring = {
  name: 'spring.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    [
      'Handle,Title,Vendor,Status,Variant SKU,Variant Price,Variant Inventory Qty,Season',
      'tin-cup,Tin cup,Nordhafen,active,TIN-CUP,9.50,40,spring',
      'linen-bag,Linen bag,Nordhafen,active,LINEN-BAG,14.00,25,spring',
      'rain-hat,Rain hat,Elbwerk,active,RAIN-HAT,about 30,3,spring',
      'brass-hook,Brass hook,Elbwerk,draft,BRASS-HOOK,6.25,120,spring',
      '',
    ].join('\n'),
  ),
};

const toOrder = (orderId: string) => `/orders/${orderId}`;

/** Pages of the admin, as somebody sees them who may do all that they show. */
const pages: readonly KindOfPage[] = [
  {
    name: 'admin-sign-in',
    indexed: false,
    open: async (page, { url }) => {
      await page.goto(`${url}/admin`);
      await heading(1)(page);
    },
  },
  kind(
    'admin-today',
    () => '',
    async (page) => {
      await page.locator('.plot canvas').first().waitFor();
      await page.locator('.waiting li').first().waitFor();
      await page.locator('.still-missing summary').click();
    },
  ),
  kind('admin-palette', toOrder, async (page) => {
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find or do' }).fill('ada');
    await page.getByRole('option', { name: /Ada/ }).first().waitFor();
  }),
  kind('admin-keys', toOrder, async (page) => {
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
  }),
  kind('admin-orders', () => '/orders', rows),
  kind('admin-orders-nothing', () => '/orders?q=zeppelin', heading(2)),
  kind(
    'admin-customers',
    () => '/customers',
    async (page) => {
      await page.locator('.row-link').first().waitFor();
    },
  ),
  kind(
    'admin-customer',
    () => '/customers',
    async (page) => {
      await page.locator('.row-link').first().click();
      await heading(2)(page);
    },
  ),
  kind(
    'admin-messages',
    () => '/messages',
    async (page) => {
      await page.locator('.row-link').first().waitFor();
    },
  ),
  kind(
    'admin-message',
    () => '/messages?kind=order_confirmation',
    async (page) => {
      await page.locator('.row-link').first().click();
      await heading(2)(page);
    },
  ),
  kind(
    'admin-templates',
    () => '/messages/templates',
    async (page) => {
      await page.locator('.row-link').first().waitFor();
    },
  ),
  kind(
    'admin-template',
    () => '/messages/templates/order_confirmation/en',
    async (page) => {
      await page.getByRole('heading', { name: 'As it arrives' }).waitFor();
      await page.locator('iframe').waitFor();
    },
  ),
  kind(
    'admin-categories',
    () => '/categories',
    async (page) => {
      await page.locator('.tree li').first().waitFor();
    },
  ),
  kind(
    'admin-category',
    () => '/categories',
    async (page) => {
      await page.locator('.tree .row-link').first().click();
      await page.getByRole('dialog').waitFor();
    },
  ),
  kind(
    'admin-category-page',
    () => '/categories',
    async (page) => {
      await page.locator('.tree .row-link').first().click();
      await page.getByRole('link', { name: 'Picture, words and channels' }).click();
      await page.getByRole('heading', { name: 'Words in English' }).waitFor();
    },
  ),
  kind(
    'admin-collection',
    () => '/categories',
    async (page) => {
      await page.getByRole('button', { name: 'Add collection' }).click();
      await page.getByLabel('Name', { exact: true }).fill(`Season ${randomUUID().slice(0, 8)}`);
      await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByLabel('Products are put in').selectOption('By a rule');
      await page.getByLabel('Is', { exact: true }).fill('coffee');
      await page.getByText('The newest:').waitFor();
      await page.getByLabel('Order in the shop').selectOption('By hand');
    },
  ),
  kind('admin-stuck-work', () => '/stuck-work', heading(1)),
  kind(
    'admin-content',
    () => '/content',
    async (page) => {
      await page.locator('.row-link').first().waitFor();
    },
  ),
  kind(
    'admin-content-page',
    () => '/content',
    async (page) => {
      await page.locator('table .row-link').first().click();
      await page.getByRole('heading', { name: 'What shoppers were shown' }).waitFor();
    },
  ),
  kind(
    'admin-menu',
    () => '/content/menus/header/en',
    async (page) => {
      await page.getByRole('button', { name: 'Add entry' }).click();
      await page.getByLabel('Handle of the page').fill('nowhere');
      await page.getByText('Leads nowhere').waitFor();
    },
  ),
  kind(
    'admin-tickets',
    () => '/tickets?view=everything',
    async (page) => {
      await page.locator('.ticket-row').first().waitFor();
    },
  ),
  kind(
    'admin-ticket',
    () => '/tickets?view=everything',
    async (page) => {
      await page.locator('.ticket-row').first().click();
      await page.getByRole('list', { name: 'Conversation' }).waitFor();
    },
  ),
  kind(
    'admin-picture',
    () => '/picture',
    async (page) => {
      await page.locator('.arrows tbody tr').first().waitFor();
    },
  ),
  kind('admin-picture-order', toOrder, async (page) => {
    await page.getByRole('link', { name: 'Its path' }).click();
    await page.locator('.way-of-trace').first().waitFor();
  }),
  kind('admin-imports', () => '/products/import', heading(2)),
  kind(
    'admin-import',
    () => '/products/import',
    async (page) => {
      await page.locator('input[type=file]').setInputFiles(spring);
      await page.getByRole('button', { name: 'Import', exact: true }).waitFor();
      await page.getByRole('cell', { name: 'Variant Price' }).first().waitFor();
    },
  ),
  kind('admin-order', toOrder, heading(2)),
  kind('admin-order-refund', toOrder, async (page) => {
    await page.getByRole('button', { name: /^Refund/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').first().selectOption('1');
    await dialog.getByRole('button', { name: /^Refund €/ }).waitFor();
  }),
  kind('admin-order-cancel', toOrder, async (page) => {
    await page.getByRole('button', { name: 'Cancel order' }).click();
    await page.getByRole('dialog').waitFor();
  }),
  kind('admin-products', () => '/products', rows),
  kind('admin-products-nothing', () => '/products?q=zeppelin', heading(2)),
  kind(
    'admin-product',
    () => '/products?stock=in_stock',
    async (page) => {
      await rows(page);
      await page.locator('.row-link').first().click();
      await page.getByRole('heading', { name: 'Variants and prices' }).waitFor();
    },
  ),
  kind('admin-stock', () => '/stock', rows),
  kind(
    'admin-stock-sku',
    () => '/stock',
    async (page) => {
      await rows(page);
      await page.locator('.row-link').first().click();
      await page.getByRole('heading', { name: 'Movements' }).waitFor();
    },
  ),
  kind(
    'admin-stock-count',
    () => '/stock',
    async (page) => {
      await rows(page);
      const sku = await page.locator('.row-link').first().textContent();
      await page.keyboard.press('c');
      await page.getByLabel('Scan or type a SKU or barcode').fill(sku!);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: /^Finish/ }).waitFor();
    },
  ),
  ...['', '/channels', '/payments', '/tax', '/delivery', '/locations', '/texts', '/fields'].map(
    (section) =>
      kind(`admin-settings${section.replace('/', '-')}`, () => `/settings${section}`, heading(2)),
  ),
  kind('admin-staff', () => '/staff', toMembers),
  kind('admin-staff-roles', () => '/staff?tab=roles', heading(3)),
  kind(
    'admin-staff-keys',
    () => '/staff?tab=keys',
    async (page) => {
      await heading(3)(page);
      await page.getByRole('button', { name: 'Make a key' }).click();
      await page.getByRole('dialog').waitFor();
    },
  ),
  kind(
    'admin-account',
    () => '/account',
    async (page) => {
      await page.getByText('this one').waitFor();
    },
  ),
  {
    name: 'admin-welcome',
    indexed: false,
    open: async (page, { url }) => {
      await page.goto(`${url}/admin/welcome#email=admin%40kontor.example&token=none&first=1`);
      await heading(1)(page);
    },
  },
  kind(
    'admin-audit',
    () => '/audit',
    async (page) => {
      await page.getByText('Before and after').first().click();
      await page.getByRole('table').first().waitFor();
    },
  ),
];

/** Where the shop is one's own, and somebody works in it. */
export function adminPagesOf(shop: SeenShop, only = ''): readonly KindOfPage[] {
  return shop.staff ? pages.filter(({ name }) => name.startsWith(only)) : [];
}

async function enter(page: Page, { url, staff }: SeenShop, path: string): Promise<void> {
  await page.goto(`${url}/admin${path}`);
  await page.getByLabel('E-mail').fill(staff!.email);
  await page.getByLabel('Password').fill(staff!.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.locator('#main').waitFor();
}
