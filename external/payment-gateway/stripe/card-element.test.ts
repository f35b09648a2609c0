import { expect, test } from 'vitest';
import { connectExternalSystems } from '../../external-systems.ts';
import { readExternalSettings } from '../../read-external-settings.ts';
import { cardElementOf } from './card-element.ts';

const sandbox = { httpUrl: 'http://127.0.0.1:8090', smtpPort: 1, secret: 'of this folder' };

/** Of whoever takes new payments, as a shop with these variables knows it. */
async function elementWith(environment: NodeJS.ProcessEnv) {
  const systems = connectExternalSystems(readExternalSettings(environment, { sandbox }));
  try {
    return systems.paymentGateway.chosen.cardElement;
  } finally {
    await systems.close();
  }
}

const stripe = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRETS: 'whsec_1' };
const places = ['scriptUrl', 'scriptOrigins', 'frameOrigins', 'connectOrigins'];

test('a real key changes where the element comes from, its key, and nothing else', async () => {
  const inSandbox = (await elementWith({}))!;
  const real = (await elementWith({ ...stripe, STRIPE_PUBLISHABLE_KEY: 'pk_test_1' }))!;
  expect(Object.keys(real).toSorted()).toEqual(Object.keys(inSandbox).toSorted());
  const changed = Object.entries(real).filter(([name, value]) => {
    const before = inSandbox[name as keyof typeof inSandbox];
    return typeof value !== 'function' && JSON.stringify(value) !== JSON.stringify(before);
  });
  expect(changed.map(([name]) => name).toSorted()).toEqual(
    ['publishableKey', ...places].toSorted(),
  );
  for (const url of [real.scriptUrl, ...real.frameOrigins, ...real.connectOrigins]) {
    expect(url).toMatch(/^https:\/\/([\w*]+\.)*stripe\.com(\/|$)/);
  }
  expect(real.amountOf(1_000, 'ISK')).toBe(inSandbox.amountOf(1_000, 'ISK'));
});

test('without a publishable key there is no element', async () => {
  expect(await elementWith(stripe)).toBeNull();
});

test('a secret key is never taken for one that pages show', () => {
  const environment = { ...stripe, STRIPE_PUBLISHABLE_KEY: 'sk_test_1' };
  expect(() => readExternalSettings(environment, { sandbox })).toThrow(
    'STRIPE_PUBLISHABLE_KEY is no publishable key of Stripe (pk_…).',
  );
});

test('the sandbox’s frame may be asked for by each name of this machine', () => {
  expect(cardElementOf(sandbox).frameOrigins).toEqual([
    'http://127.0.0.1:8090',
    'http://localhost:8090',
  ]);
  const elsewhere = cardElementOf({ httpUrl: 'http://sandbox.example:8090' });
  expect(elsewhere.frameOrigins).toEqual(['http://sandbox.example:8090']);
});
