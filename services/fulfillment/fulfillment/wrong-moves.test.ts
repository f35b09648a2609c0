import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { legalStatesOf } from '#audit/checks/legal-state-checks.ts';
import type { Broken } from '#audit/world/check.ts';
import { stateMachines } from '#audit/world/state-machines.ts';
import { World } from '#audit/world/world.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { states, to, type Transition } from '#kernel/states.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { movesOfStates } from '#tools/architecture/moves-of-states.ts';
import { completedBuyer } from '#proofs/model/buyer.ts';
import { Exploration } from '#proofs/model/explore.ts';
import { rules, type Rules } from '#proofs/model/rules.ts';
import { sourceFile } from '#tools/architecture/source-file.ts';
import { fulfillmentMoves, type FulfillmentState } from './fulfillment-states.ts';
import { requestFor, warehouseOf } from './fulfillments-for-tests.ts';
import { fulfillmentService } from './service.ts';

/**
 * Two mistakes in a service, each held against every net there is for moves: the declaration, which
 * stops the start; the compare-and-set, which loses and says where the thing stands; the rule about
 * the code; the oracle, which looks at what was written; and the model on the services' own tables.
 */
let shop: TestKontor;
let world: World;
let warehouse: ReturnType<typeof warehouseOf>;
beforeAll(async () => {
  shop = await openTestKontor({ services: [fulfillmentService] });
  warehouse = warehouseOf(shop);
  world = new World({ installation: shop.installation, graceSeconds: 0 });
});
afterAll(async () => {
  await world.close();
  await shop.close();
});

const { start_shipping: start, finish_shipping: finish } = fulfillmentMoves;
/** As a service would have it that ships what was cancelled. */
const shipsCancelled: Transition<'fulfillment', FulfillmentState> = {
  ...start,
  from: [...start.from, 'cancelled'],
};

/** What the oracle finds wrong of one fulfillment. */
async function foundBy(fulfillmentId: string): Promise<string[]> {
  const stored = stateMachines.filter(({ machine }) => machine.thing === 'fulfillment');
  const found: Broken[] = [];
  for (const check of legalStatesOf(stored)) found.push(...(await check.run(world)).broken);
  return found.filter(({ subject }) => subject === fulfillmentId).map(({ message }) => message);
}

async function requested(): Promise<string> {
  const [id] = await warehouse.request(requestFor([{ locationId: newId(), quantity: 1 }]));
  return id!;
}

async function cancelled(): Promise<string> {
  const id = await requested();
  must(await warehouse.cancel(id, 'changed their mind'), 'cancel');
  return id;
}

const move = (transition: Transition<'fulfillment', FulfillmentState>, id: string) =>
  shop
    .database('fulfillment')
    .transaction('planted', shop.invocation(), (tx) =>
      tx.move<{ state: FulfillmentState }>(transition, id, { returning: sql`state` }),
    );

const stateOf = async (id: string) => (await warehouse.get(id)).state;
const tellings = (id: string) =>
  shop.database('fulfillment').query(sql`select from outbox where aggregate_id = ${id}`);
const caughtBy = async (wrong: Rules) => {
  const { violation } = (await Exploration.of(wrong, 1, completedBuyer)).runBeside();
  return violation?.wrong ?? 'nothing is wrong';
};

describe('a move from a state that its table does not allow', () => {
  test('stops the start where the table itself is wrong', () => {
    const stored = { table: 'x', states: ['open', 'cancelled', 'shipped'], first: 'open' } as const;
    const cancel = ['open', to, 'cancelled'] as const;
    expect(() =>
      states('fulfillment', stored, { cancel, ship: ['canceled' as 'cancelled', to, 'shipped'] }),
    ).toThrow('fulfillment move ship leads from canceled, which is no state');
    expect(() => states('fulfillment', stored, { cancel })).toThrow(
      'that no move reaches: shipped',
    );
    expect(() =>
      states('fulfillment', stored, { cancel, ship: ['shipped', to, 'shipped'] }),
    ).toThrow('leads from shipped to itself');
  });

  test('loses by compare-and-set, writes nothing, and is told where the thing stands', async () => {
    const id = await cancelled();
    const before = await tellings(id);
    expect(await move(start, id)).toBeUndefined();
    expect(await stateOf(id)).toBe('cancelled');
    expect(await tellings(id)).toEqual(before);
    expect(await warehouse.pick(id)).toMatchObject({
      failure: { code: 'fulfillment_state_conflict', detail: { state: 'cancelled' } },
    });
  });

  test('is refused in the code where it is written by hand', () => {
    const text = "sql`update fulfillment set state = 'shipped' where id = ${id}`";
    const path = 'services/fulfillment/fulfillment/shipping/planted.ts';
    expect(movesOfStates.check(sourceFile(path, text))).toHaveLength(1);
  });

  test('is found by the oracle in what it wrote', async () => {
    const id = await cancelled();
    expect(await foundBy(id)).toEqual([]);
    expect(await move(shipsCancelled, id)).toEqual({ state: 'shipping' });
    expect(await foundBy(id)).toEqual([
      'fulfillment that is shipping, and was told to be cancelled',
    ]);
  });

  test('is found by the model in the table', async () => {
    const { tables } = rules;
    const fulfillment = { ...tables.fulfillment, start_shipping: shipsCancelled };
    expect(await caughtBy({ ...rules, tables: { ...tables, fulfillment } })).toBe(
      'I13: fulfillment was cancelled and became shipping',
    );
  });
});

describe('a move that skips its event', () => {
  // No table speaks of events and none is compared: the declaration and the compare-and-set let it pass.
  test('is found by the oracle, which misses what should have been told', async () => {
    const id = await requested();
    must(await warehouse.hold(id, 'a question'), 'hold');
    must(await warehouse.resume(id), 'resume');
    await warehouse.packed(id);
    expect(await foundBy(id)).toEqual([]);
    await move(start, id);
    expect(await move(finish, id)).toEqual({ state: 'shipped' });
    expect(await foundBy(id)).toEqual([
      'fulfillment that is shipped, and the last that was told of it is on_hold',
    ]);
  });

  test('is found by the model, in which nobody hears of it', async () => {
    const conduct = { ...rules.conduct, tellsOfCompletion: false };
    const { violation } = (await Exploration.of({ ...rules, conduct }, 0)).runBeside();
    expect(violation?.wrong).toMatch(/^I/);
  });
});
