import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { AuditMetrics } from '#audit/audit-metrics.ts';
import { audit } from '#audit/audit.ts';
import { startCollector, type Collector } from '#platform/test-kit/collector-for-tests.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import { expectStatus } from '../people/api-client.ts';
import { Customer } from '../people/customer.ts';
import { freePort } from '#platform/ground/free-port.ts';
import { openJourneyShop, type JourneyShop } from '../shop-kit/journey-shop.ts';
import { cards, hamburg, type Checkout } from '../people/shopper.ts';
import { metricsIn, sampleNames } from './metric-names.ts';
import { sendingTo } from './trace-of-a-purchase.ts';

let collector: Collector;
let shop: JourneyShop;
let sku: string;
let operationsUrl: string;
const lines: string[] = [];

beforeAll(async () => {
  collector = await startCollector();
  const port = await freePort();
  operationsUrl = `http://127.0.0.1:${port}`;
  shop = await openJourneyShop({
    environment: {
      ...sendingTo(collector),
      KONTOR_OPERATIONS_PORT: String(port),
    },
    log: openLogger('trace', { write: (line) => void lines.push(line) }),
  });
  sku = await shop.staff.stockedSku(100);
});
afterAll(async () => {
  await shop.close();
  await collector.close();
});

async function scrape(path = '/metrics'): Promise<Response> {
  return fetch(`${operationsUrl}${path}`);
}

describe('what is told of people', () => {
  const token = { guest: '', customer: '' };
  const email = `ada-${randomUUID()}@kontor.example`;
  const declined = `bertha-${randomUUID()}@kontor.example`;
  const phone = '+4940987654321';

  beforeAll(async () => {
    const guest = await shop.guest();
    token.guest = guest.token!;
    const checkout = await guest.readyCheckout({ sku, email: declined, phone });
    expectStatus(await guest.complete(checkout, cards.declined), 402);
    const again = await guest.get<Checkout>(`/v1/checkouts/${checkout.checkoutId}`);
    expectStatus(await guest.complete(again.body, cards.good), 200);
    const customer = await Customer.register(shop, email);
    token.customer = customer.token!;
    const cart = await customer.cartWith(sku, 1);
    await customer.buyCart(cart.cartId);
    const wrong = await guest.post('/v1/auth/login', { email, password: 'wrong horse 1234' });
    expect(wrong.status).toBe(401);
    await shop.settle();
  });

  test('lines of the log have trace ids, and neither secrets nor personal data', () => {
    const reported = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const requests = reported.filter(({ msg }) => msg === 'request answered');
    expect(requests.length).toBeGreaterThan(20);
    for (const request of requests) expect(request['trace_id']).toMatch(/^[0-9a-f]{32}$/);
    expect(requests.map(({ route }) => route)).toContain('/v1/checkouts/{checkoutId}/complete');
    expectNothingPersonal(lines.join(''));
  });

  test('nor have traces and metrics', async () => {
    const text = await (await scrape()).text();
    await expect
      .poll(() => collector.bodies.join('').length, { timeout: 120_000 })
      .toBeGreaterThan(10_000);
    expectNothingPersonal(text);
    expectNothingPersonal(collector.bodies.join(''));
  });

  function expectNothingPersonal(text: string): void {
    const secrets = {
      email,
      declined,
      mailbox: '@kontor.example',
      phone,
      name: hamburg.name,
      street: hamburg.street,
      password: 'correct horse battery staple',
      wrongPassword: 'wrong horse 1234',
      guestToken: token.guest,
      customerToken: token.customer,
      card: cards.good,
      shopSecret: shop.installation.secret.toString('base64url'),
      databasePassword: shop.installation.cluster.password,
    };
    for (const [name, secret] of Object.entries(secrets)) {
      expect(secret.length, name).toBeGreaterThan(5);
      expect(text.includes(secret), `${name} was told`).toBe(false);
    }
  }
});

describe('operations', () => {
  test('the shop is live and ready', async () => {
    expect((await scrape('/health/live')).status).toBe(200);
    expect((await scrape('/health/ready')).status).toBe(200);
  });

  test('every metric of the dashboard and the alert rules is exported', async () => {
    const metrics = new AuditMetrics();
    const { installation, book } = shop;
    const outcome = await audit({ installation, book, graceSeconds: 60 });
    metrics.report({ at: new Date(0), durationMs: 1, outcome });
    const audited = await metrics.text();
    await metrics.close();
    const exported = sampleNames(`${await (await scrape()).text()}\n${audited}`);
    const read = (name: string) =>
      readFileSync(new URL(`../../operations/${name}`, import.meta.url), 'utf8');
    const { panels, templating } = JSON.parse(read('grafana-dashboard.json')) as Dashboard;
    const { groups } = parse(read('alert-rules.yml')) as AlertRules;
    const rules = groups.flatMap((group) => group.rules);
    const recorded = new Set(rules.flatMap(({ record }) => record ?? []));
    const expressions = [
      ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
      ...templating.list.flatMap(({ definition }) => definition ?? []),
      ...rules.map(({ expr }) => expr),
    ];
    expect(expressions.length).toBeGreaterThan(60);
    const used = new Set(expressions.flatMap(metricsIn));
    expect(used.size).toBeGreaterThan(20);
    const known = (name: string) => exported.has(name) || recorded.has(name) || name === 'up';
    expect([...used].filter((name) => !known(name))).toEqual([]);
    expect([...recorded].filter((name) => !used.has(name))).toEqual([]);
    for (const { alert, annotations } of rules)
      if (alert) expect(annotations?.summary).toBeTruthy();
  });

  test('labels name services and routes, never one thing or person', async () => {
    const text = await (await scrape()).text();
    const values = [...text.matchAll(/\w+="([^"]*)"/g)].map(([, value]) => value!);
    const ids = values.filter((value) => /[0-9a-f]{8}-[0-9a-f]{4}|\b[0-9a-f]{16,}\b/.test(value));
    // The process itself has an id, in target_info.
    expect(new Set(ids).size).toBeLessThanOrEqual(1);
  });
});

interface Dashboard {
  readonly panels: readonly { readonly targets?: readonly { readonly expr: string }[] }[];
  readonly templating: { readonly list: readonly { readonly definition?: string }[] };
}

interface AlertRules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly record?: string;
      readonly alert?: string;
      readonly expr: string;
      readonly annotations?: { readonly summary?: string };
    }[];
  }[];
}
