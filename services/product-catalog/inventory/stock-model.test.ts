import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { openInventory, stock, violations, type Stocked } from './stock-for-tests.ts';

let stocked: Stocked;
beforeAll(async () => {
  stocked = await openInventory();
});
afterAll(() => stocked.shop.close());

interface Held {
  readonly id: string;
  readonly lineId: string;
  readonly sku: string;
  state: 'active' | 'confirmed' | 'ended';
  held: number;
  waiting: number;
}

interface Item {
  onHand: number;
  readonly continues: boolean;
}

/** What a person with a notebook would keep: units on hand, and who was promised what. */
class Notebook {
  readonly items = new Map<string, Item>();
  readonly promises: Held[] = [];

  held(sku: string): number {
    return this.promises.reduce((sum, one) => sum + (one.sku === sku ? one.held : 0), 0);
  }

  waiting(sku: string): number {
    return this.promises.reduce((sum, one) => sum + (one.sku === sku ? one.waiting : 0), 0);
  }

  free(sku: string): number {
    return Math.max(0, this.items.get(sku)!.onHand - this.held(sku));
  }

  /** Units that came free go to who waits longest. */
  serve(sku: string): void {
    for (const one of this.promises) {
      if (one.sku !== sku) continue;
      const units = Math.min(one.waiting, this.free(sku));
      one.waiting -= units;
      one.held += units;
    }
  }
}

type StockStep = { kind: 'reserve' | 'receive' | 'count'; sku: number; quantity: number };
type PromiseStep = { kind: 'confirm' | 'release' | 'depart'; which: number; quantity: number };
type Step = StockStep | PromiseStep;

const which = fc.nat({ max: 20 });
const sku = fc.nat({ max: 1 });
const some = fc.integer({ min: 1, max: 4 });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('reserve' as const), sku, quantity: some }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constantFrom('confirm' as const, 'release' as const, 'depart' as const),
      which,
      quantity: some,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('receive' as const, 'count' as const),
      sku,
      quantity: fc.nat({ max: 8 }),
    }),
  },
);

/** Does a step in the notebook and in the service, which must agree on its outcome. */
async function perform(step: Step, notebook: Notebook, skus: readonly string[]): Promise<void> {
  if ('sku' in step) return changeStock(step, notebook, skus[step.sku]!);
  const one = notebook.promises[step.which % Math.max(1, notebook.promises.length)];
  if (!one) return;
  if (step.kind === 'depart') return depart(notebook, one, step.quantity);
  const { client, shop } = stocked;
  const { id: reservationId } = one;
  if (step.kind === 'confirm') return confirm(one);
  const units = one.state === 'ended' ? 0 : one.held + one.waiting;
  const release = { reservationId, reason: 'order_cancelled' } as const;
  const reply = await client.releaseReservation(release, shop.invocation());
  expect(reply).toMatchObject({ ok: true, value: { releasedUnits: units } });
  Object.assign(one, { state: 'ended', held: 0, waiting: 0 });
  notebook.serve(one.sku);
}

async function confirm(one: Held): Promise<void> {
  const { client, shop } = stocked;
  const reply = await client.confirmReservation({ reservationId: one.id }, shop.invocation());
  // What has departed to the last unit was confirmed, and stays so.
  expect(reply.ok || one.state === 'ended').toBe(true);
  if (one.state === 'active') one.state = 'confirmed';
}

async function changeStock(
  { kind, quantity }: StockStep,
  notebook: Notebook,
  name: string,
): Promise<void> {
  if (kind === 'reserve') return reserve(notebook, name, quantity);
  const { client, shop } = stocked;
  const item = notebook.items.get(name)!;
  const lines = [{ sku: name, quantity }];
  if (kind === 'receive') {
    item.onHand += quantity;
    const receipt = { receiptId: newId(), reason: 'r', lines };
    must(await client.receiveStock(receipt, shop.invocation()), 'receive');
  } else {
    item.onHand = quantity;
    must(
      await client.countStock({ countId: newId(), reason: 'c', lines }, shop.invocation()),
      'count',
    );
  }
  notebook.serve(name);
}

async function depart(notebook: Notebook, one: Held, quantity: number): Promise<void> {
  const { client, shop, locationId } = stocked;
  const item = notebook.items.get(one.sku)!;
  const lines = [{ lineId: one.lineId, locationId, quantity }];
  const departure = { departureId: newId(), reservationId: one.id, lines };
  const reply = await client.recordDeparture(departure, shop.invocation());
  const may = one.state === 'confirmed' && quantity <= Math.min(one.held, item.onHand);
  expect(reply.ok).toBe(may);
  if (!may) return;
  one.held -= quantity;
  item.onHand -= quantity;
  if (one.held + one.waiting === 0) one.state = 'ended';
}

async function reserve(notebook: Notebook, name: string, quantity: number): Promise<void> {
  const [reservationId, lineId] = [newId(), newId()];
  const lines = [{ lineId, sku: name, quantity }];
  const input = { reservationId, lines, expiresInSeconds: 3_600 };
  const reply = await stocked.client.reserveStock(input, stocked.shop.invocation());
  const held = Math.min(quantity, notebook.free(name));
  const may = held === quantity || notebook.items.get(name)!.continues;
  expect(reply.ok).toBe(may);
  if (!may) return;
  const waiting = quantity - held;
  notebook.promises.push({ id: reservationId, lineId, sku: name, state: 'active', held, waiting });
}

async function compare(notebook: Notebook): Promise<void> {
  expect(await violations(stocked)).toEqual([]);
  for (const [name, { onHand }] of notebook.items) {
    const { items } = must(
      await stocked.client.listStock({ limit: 1, sku: name }, stocked.shop.invocation()),
      'list',
    );
    expect({ name, ...pick(items[0]) }).toEqual({
      name,
      onHand,
      reserved: notebook.held(name),
      backordered: notebook.waiting(name),
      available: notebook.free(name),
    });
  }
}

function pick(item?: { onHand: number; reserved: number; backordered: number; available: number }) {
  const { onHand, reserved, backordered, available } = item!;
  return { onHand, reserved, backordered, available };
}

test('whatever is done in whatever order, the books are those of a person with a notebook', async () => {
  expect.hasAssertions();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 25 }), async (steps) => {
      run += 1;
      const notebook = new Notebook();
      const skus = [`model-${run}-deny`, `model-${run}-continue`];
      for (const [index, name] of skus.entries()) {
        await stock(stocked, name, 6, { policy: index === 0 ? 'deny' : 'continue' });
        notebook.items.set(name, { onHand: 6, continues: index === 1 });
      }
      for (const step of steps) {
        await perform(step, notebook, skus);
        await compare(notebook);
      }
    }),
    { numRuns: 30 },
  );
}, 300_000);

test('what many do at once to one SKU never oversells, and at rest every unit is explained', async () => {
  const { client, shop, locationId } = stocked;
  await stock(stocked, 'crowd', 50);
  const watching = new AbortController();
  const watch = (async () => {
    let looks = 0;
    for (; !watching.signal.aborted; looks += 1) expect(await violations(stocked)).toEqual([]);
    return looks;
  })();
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const [reservationId, lineId] = [newId(), newId()];
      const quantity = 1 + (index % 3);
      const lines = [{ lineId, sku: 'crowd', quantity }];
      const call = shop.invocation();
      const reserved = await client.reserveStock(
        { reservationId, lines, expiresInSeconds: 60 },
        call,
      );
      if (!reserved.ok) return 0;
      if (index % 4 === 0) {
        await client.releaseReservation({ reservationId, reason: 'checkout_ended' }, call);
        return 0;
      }
      must(await client.confirmReservation({ reservationId }, call), 'confirm');
      const departure = {
        departureId: newId(),
        reservationId,
        lines: [{ lineId, locationId, quantity }],
      };
      must(await client.recordDeparture(departure, call), 'depart');
      return quantity;
    }),
  );
  watching.abort();
  expect(await watch).toBeGreaterThan(0);
  const departed = outcomes.reduce((sum, units) => sum + units, 0);
  const { items } = must(
    await client.listStock({ limit: 1, sku: 'crowd' }, shop.invocation()),
    'list',
  );
  expect(items[0]).toMatchObject({ onHand: 50 - departed, reserved: 0, departed, received: 50 });
  expect(departed).toBeLessThanOrEqual(50);
  expect(departed).toBeGreaterThan(0);
}, 300_000);
