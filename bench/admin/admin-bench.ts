import type { Browser, Page } from 'playwright-core';
import { staffPermissions } from '#kernel/actor.ts';
import { openAdmin, signIn } from '#journeys/admin/entering.ts';
import { openBrowser } from '#journeys/browser/open-browser.ts';
import { ApiClient, expectStatus } from '#journeys/people/api-client.ts';
import { Customer } from '#journeys/people/customer.ts';
import { StaffMember } from '#journeys/people/staff-member.ts';
import { openJourneyShop, type JourneyShop } from '#journeys/shop-kit/journey-shop.ts';
import { announceTestCluster, startTestCluster } from '#platform/test-kit/test-cluster.ts';
import { growShop } from './grow-shop.ts';
import { scrollList, walkList, type Seen } from './scroll-list.ts';

export interface AdminBenchPlan {
  /** So many orders, customers and products. */
  readonly count: number;
  /** Rows of a list that are gone through. */
  readonly rows: number;
  readonly runs: number;
  readonly requests: number;
  readonly say: (line: string) => void;
}

/** Medians of the runs. */
export interface AdminPage {
  readonly page: string;
  readonly firstRowsMs: number;
  readonly scriptAndLayoutP95Ms: number;
  readonly longestTaskMs: number;
  readonly seen: Seen;
}

export interface AdminBenchReport {
  readonly pages: readonly AdminPage[];
  readonly paletteMs: Readonly<Record<string, number>>;
  /** Of one client, by what was asked. */
  readonly apiP99Ms: Readonly<Record<string, number>>;
}

const lists = { orders: '/orders', products: '/products', customers: '/customers' };

/** What takes as long does not work. */
const limitMs = 60_000;

/** By number, name, mail and SKU. */
const looked = {
  'an order’s number': (count: number) => `G-${900_000_000 - Math.floor(count / 2)}`,
  'a customer’s mail': (count: number) => `customer${Math.floor(count / 3)}@example.com`,
  'a name': () => 'Okafor',
  'an SKU': (count: number) => `GROWN-${Math.floor(count / 4)}`,
};

/** What pages of the admin ask when they are opened, as they ask it. */
const asked = (count: number): Readonly<Record<string, string>> => ({
  'today: figures': '/v1/admin/figures/day',
  'today: what waits': '/v1/admin/waiting-work',
  'today: what is missing': '/v1/admin/readiness',
  orders: '/v1/admin/orders?limit=100',
  'orders, one state': '/v1/admin/orders?limit=100&state=confirmed',
  'orders, by a name': '/v1/admin/orders?limit=100&query=Okafor',
  products: '/v1/admin/products?limit=100&channel=default',
  'products, by a word': '/v1/admin/products?limit=100&channel=default&search=coffee',
  customers: '/v1/admin/customers?limit=100',
  'customers, by a name': '/v1/admin/customers?limit=100&search=Okafor',
  fulfillment: '/v1/admin/fulfillments?limit=100&state=open',
  stock: '/v1/admin/stock?limit=100',
  messages: '/v1/admin/messages?limit=100',
  'palette: a number': `/v1/admin/search?query=${looked['an order’s number'](count)}`,
  'palette: a name': '/v1/admin/search?query=Okafor',
});

/** The admin of a shop that has grown, in a browser that nobody else uses. */
export async function runAdminBench(plan: AdminBenchPlan): Promise<AdminBenchReport> {
  const cluster = await startTestCluster({ durable: true });
  try {
    announceTestCluster(cluster.address);
    const shop = await openJourneyShop();
    const browser = await openBrowser();
    try {
      return await measure(shop, browser, plan);
    } finally {
      await browser.close();
      await shop.close();
    }
  } finally {
    await cluster.stop();
  }
}

async function measure(
  shop: JourneyShop,
  browser: Browser,
  plan: AdminBenchPlan,
): Promise<AdminBenchReport> {
  const person = await StaffMember.invite(shop, 'Bench', staffPermissions);
  await buyOnce(shop);
  plan.say(`${plan.count} orders, customers and products are written`);
  const beganMs = performance.now();
  await growShop(shop.installation, plan.count);
  plan.say(`written in ${((performance.now() - beganMs) / 1_000).toFixed(0)} s`);
  const apiP99Ms = await measureApi(shop, person, plan);
  const { page } = await openAdmin(browser, shop, '');
  await signIn(page, person);
  const paletteMs = await measurePalette(page, plan);
  const pages: AdminPage[] = [];
  for (const [name, path] of Object.entries(lists))
    pages.push(await measureList(browser, page, name, `${shop.url}/admin${path}`, plan));
  return { pages, paletteMs, apiP99Ms };
}

/** What is copied: an order of somebody with an account. */
async function buyOnce(shop: JourneyShop): Promise<void> {
  const customer = await Customer.register(shop, 'bench@example.com');
  const { orderId } = await customer.buy({ sku: await shop.staff.stockedSku(5) });
  await customer.orderWhen(orderId, ({ paymentState }) => paymentState === 'captured');
  await shop.settle();
}

async function measureApi(
  shop: JourneyShop,
  { email }: StaffMember,
  { count, requests, say }: AdminBenchPlan,
): Promise<Record<string, number>> {
  const client = new ApiClient(shop.url);
  const known = { email, password: StaffMember.password };
  const session = await client.post<{ accessToken: string }>('/v1/auth/login', known);
  client.token = expectStatus(session, 200).accessToken;
  const p99s: Record<string, number> = {};
  for (const [name, path] of Object.entries(asked(count))) {
    const took: number[] = [];
    // The first ones compile what the others run.
    for (let turn = -5; turn < requests; turn += 1) {
      const beganMs = performance.now();
      expectStatus(await client.get(path), 200);
      if (turn >= 0) took.push(performance.now() - beganMs);
    }
    p99s[name] = took.toSorted((one, other) => one - other)[Math.ceil(requests * 0.99) - 1]!;
    say(`${name}: p50 ${median(took).toFixed(1)} p99 ${p99s[name].toFixed(1)} ms`);
  }
  return p99s;
}

async function measurePalette(
  page: Page,
  { count, runs, say }: AdminBenchPlan,
): Promise<Record<string, number>> {
  const medians: Record<string, number> = {};
  for (const [name, textOf] of Object.entries(looked)) {
    const text = textOf(count);
    const took: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      await page.reload();
      await untilShown(page);
      await page.keyboard.press('Control+k');
      const field = page.getByRole('combobox', { name: 'Find or do' });
      await field.waitFor();
      await page.evaluate(foundSince(text));
      await field.pressSequentially(text);
      took.push(await page.evaluate<number>('window.foundAfter'));
    }
    medians[name] = median(took);
    say(`palette, ${name}: ${took.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  }
  return medians;
}

/** All that it has to show is there. The network is never still: it hears of what changes for as long as it is open. */
async function untilShown(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
}

/** From the last key until what was found by it stands there, as the page itself sees it. */
const foundSince = (text: string) => `void (window.foundAfter = new Promise((resolve, reject) => {
  let keyMs = 0;
  addEventListener('keydown', () => { keyMs = performance.now(); }, true);
  const look = () => {
    const items = [...document.querySelectorAll('.palette-item')];
    const isThere = items.some(({ textContent }) => textContent.includes(${JSON.stringify(text)}));
    const tookMs = keyMs > 0 ? performance.now() - keyMs : 0;
    if (isThere && keyMs > 0) resolve(tookMs);
    else if (tookMs > ${limitMs}) reject(new Error(${JSON.stringify(`${text} is not found`)}));
    else requestAnimationFrame(look);
  };
  look();
}))`;

async function measureList(
  browser: Browser,
  page: Page,
  name: string,
  url: string,
  { rows, runs, say }: AdminBenchPlan,
): Promise<AdminPage> {
  const first: number[] = [];
  const frames = [];
  let seen: Seen | undefined;
  for (let run = 0; run < runs; run += 1) {
    await page.goto(url.replace(/\/[^/]*$/, ''));
    await untilShown(page);
    first.push(await firstRows(page, url));
    const walked = await walkList(page, rows);
    seen = run === 0 ? walked : worst(seen!, walked);
    frames.push(await scrollList(browser, page, rows));
  }
  const figures = {
    page: name,
    firstRowsMs: median(first),
    scriptAndLayoutP95Ms: median(frames.map(({ p95Ms }) => p95Ms)),
    longestTaskMs: median(frames.map(({ longestTaskMs }) => longestTaskMs)),
    seen: seen!,
  };
  say(JSON.stringify({ ...figures, first, frames }));
  return figures;
}

/** From the press on the menu until rows are painted, in an admin that is open already. */
async function firstRows(page: Page, url: string): Promise<number> {
  const path = new URL(url).pathname;
  return page.evaluate<number>(`(async () => {
    const link = document.querySelector('nav a[href^="${path}"]');
    const began = performance.now();
    link.click();
    const next = () => new Promise((resolve) => requestAnimationFrame(resolve));
    // The page before has links of its own.
    while (!document.querySelector('tr[aria-rowindex] a.row-link')) {
      if (performance.now() - began > ${limitMs}) throw new Error('no rows came at ${path}');
      await next();
    }
    await next();
    return performance.now() - began;
  })()`);
}

function worst(one: Seen, other: Seen): Seen {
  return {
    rows: Math.min(one.rows, other.rows),
    inDocument: Math.max(one.inDocument, other.inDocument),
    twice: Math.max(one.twice, other.twice),
    missing: Math.max(one.missing, other.missing),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)]!;
}
