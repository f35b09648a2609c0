import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contracts } from '#contracts/index.ts';
import { Customer } from '#journeys/people/customer.ts';
import { cards, hamburg, type Cart } from '#journeys/people/shopper.ts';
import { openJourneyShop, type JourneyShop } from '#journeys/shop-kit/journey-shop.ts';
import { completePurchase } from '../purchases/complete.ts';
import type { Contracts } from '../declaring/prepared-route.ts';
import type { Visit, Visitor } from './desk.ts';
import {
  key,
  openDeskOf,
  paying,
  readyCheckout,
  refused,
  value,
  visitor,
} from './desk-for-tests.ts';
import type { OpenDesk } from './open-desk.ts';
import type { GatewayCalls } from './use-case.ts';

/** A field that clients need not know of: the later release fills it in. */
const addedLater = { addedLater: z.boolean().default(false) };

const laterContracts = Object.fromEntries(
  Object.entries(contracts as Contracts).map(([service, contract]) => {
    const operations = Object.entries(contract.operations).map(([name, shape]) => {
      const grows = shape.idempotency === 'key' && shape.input instanceof z.ZodObject;
      return [name, grows ? { ...shape, input: shape.input.extend(addedLater) } : shape] as const;
    });
    return [service, { ...contract, operations: Object.fromEntries(operations) }];
  }),
) as Contracts;

/** The gateway's own use case reads what is asked of it by its own input, and calls with the whole. */
function laterCalls(call: GatewayCalls): GatewayCalls {
  const completeCheckout: typeof call.checkout.completeCheckout = (input, invocation) =>
    call.checkout.completeCheckout({ ...input, addedLater: false } as never, invocation);
  return { ...call, checkout: { ...call.checkout, completeCheckout } };
}

interface Asked {
  readonly fields: Record<string, unknown>;
  /** The same fields with other contents, where it has some. */
  readonly other?: Record<string, unknown>;
}

describe('a request whose reply was lost, repeated under its key', () => {
  let shop: JourneyShop;
  let sku: string;
  let releases: Record<'earlier' | 'later', OpenDesk['desk']>;
  let buyer: Visitor;

  beforeAll(async () => {
    // Without a wire: what the gateway filled in reaches the services as it is.
    shop = await openJourneyShop({ mode: 'direct' });
    const earlier = openDeskOf(shop.kontor!).desk;
    const later = openDeskOf(shop.kontor!, { contracts: laterContracts, calls: laterCalls }).desk;
    releases = { earlier, later };
    sku = await shop.staff.stockedSku(1_000);
    const { token } = await Customer.register(shop, 'repeats@kontor.example');
    buyer = visitor({ authorization: `Bearer ${token}` });
  });
  afterAll(() => shop.close());

  const things: Record<string, (visit: Visit) => Promise<Asked>> = {
    createCart: async () => ({ fields: {} }),
    addCartLine: async (visit) => {
      const { cartId } = value(await visit.ask('createCart', {}, key())) as Cart;
      const line = { cartId, sku, quantity: 1 };
      return { fields: line, other: { ...line, quantity: 2 } };
    },
    createAddress: async () => ({
      fields: { address: hamburg },
      other: { address: { ...hamburg, city: 'Altona' } },
    }),
    createTicket: async () => ({
      fields: { subject: 'Where is it?', message: 'I wait.' },
      other: { subject: 'Where is it?', message: 'I wait no more.' },
    }),
    completeCheckout: async (visit) => {
      const email = `${randomUUID()}@kontor.example`;
      const checkout = await readyCheckout(visit, sku, email);
      return { fields: paying(checkout), other: paying(checkout, cards.declined) };
    },
  };

  describe.each([
    ['earlier', 'later'],
    ['later', 'earlier'],
  ] as const)('begun at the %s release, at the %s', (begun, repeated) => {
    test.each(Object.keys(things))('%s gets the same reply, and no other body', async (name) => {
      const first = releases[begun].visit(buyer);
      const { fields, other } = await things[name]!(first);
      const once = key();
      const reply = value(await first.ask(name, fields, once));
      const again = releases[repeated].visit(buyer);
      const turned = Object.fromEntries(Object.entries(fields).toReversed());
      expect(value(await again.ask(name, turned, once))).toEqual(reply);
      if (!other) return;
      const reused = refused(422, 'idempotency_key_reused');
      expect(await again.ask(name, other, once)).toMatchObject(reused);
    });
  });

  test('a use case is the same by whatever door', async () => {
    const visit = releases.earlier.visit(buyer);
    const checkout = await readyCheckout(visit, sku, `${randomUUID()}@kontor.example`);
    const once = key();
    const placed = value(await visit.perform(completePurchase, paying(checkout), once));
    const asked = releases.later.visit(buyer);
    expect(value(await asked.ask('completeCheckout', paying(checkout), once))).toEqual(placed);
    const { checkoutId, ...body } = paying(checkout);
    const written = JSON.stringify(Object.fromEntries(Object.entries(body).toReversed()), null, 4);
    const over = await fetch(`${shop.url}/v1/checkouts/${checkoutId}/complete`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: buyer.authorization!,
        'idempotency-key': once.idempotencyKey,
      },
      body: written,
    });
    expect(await over.json()).toEqual(placed);
    expect(over.status).toBe(200);
  });
});
