import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient, expectStatus } from '#journeys/people/api-client.ts';
import type { Order } from '#journeys/people/shopper.ts';
import { isExternal, type BreakableShop, type Dependency } from './breakable-shop.ts';
import { flowNames, flows, type FlowName, type Scene, type Seen } from './flows.ts';
import { eventually } from '../faults/buyers/patient-buyer.ts';
import {
  allowInvoice,
  hasLiveRate,
  otherEndOf,
  prepareCommon,
  prepareMaterials,
  type Common,
  type Materials,
} from './materials.ts';
import type { Cell, Matrix } from './matrix.ts';

/** Who should arrive gets this long; who should not is looked at for a moment. */
const patientMs = 90_000;
const impatientMs = 1_000;
const wellLimitMs = 180_000;
/** So many times somebody who is told to come again does so, with what should be there all the time. */
const triesMore = 3;
const againMs = 1_000;
const madeAtOnce = 4;

export interface CheckedMatrix {
  /** `dependency, flow: what was written and what was seen`, one for each cell that is wrong. */
  readonly wrong: readonly string[];
  readonly cells: number;
  /** Waits until what was accepted during an outage has come to its end. */
  ends(limitMs: number): Promise<readonly string[]>;
}

/**
 * Takes away one dependency at a time, walks through every flow and compares each with its cell.
 * Everything that the flows need is made before, while all is well.
 */
export async function checkMatrix(shop: BreakableShop, matrix: Matrix): Promise<CheckedMatrix> {
  const rows = [...matrix].filter(([dependency]) => shop.has(dependency));
  const common = await prepareCommon(shop);
  const made: Materials[] = [];
  for (let row = 0; row < rows.length; row += madeAtOnce) {
    const some = rows.slice(row, row + madeAtOnce);
    const making = some.map((_, place) => prepareMaterials(shop, common, row + place));
    made.push(...(await Promise.all(making)));
  }
  const wrong: string[] = [];
  const accepted: NonNullable<Seen['accepted']>[] = [];
  for (const [index, [dependency, row]] of rows.entries()) {
    await eventually(() => beKnown(shop, common), undefined, wellLimitMs);
    await shop.takeAway(dependency);
    const seen = await walk(shop, made[index]!, row);
    await shop.giveBack(dependency);
    if (isExternal(dependency)) await untilWell(shop, common, index);
    for (const [flow, one] of seen) {
      const { verdict, note } = row.get(flow)!;
      const reported = 'failed' in one ? `BROKEN, ${one.failed}` : `${one.verdict}, ${one.why}`;
      if ('failed' in one || one.verdict !== verdict) {
        const written = note === '' ? verdict : `${verdict} (${note})`;
        wrong.push(`${dependency}, ${flow}: written ${written}; seen ${reported}`);
      } else if (one.accepted) accepted.push(one.accepted);
    }
  }
  const cells = rows.length * flowNames.length;
  return { wrong, cells, ends: (limitMs) => unfinished(shop, accepted, limitMs) };
}

type Walked = [FlowName, Seen | { readonly failed: string }];

function walk(
  shop: BreakableShop,
  made: Materials,
  row: ReadonlyMap<FlowName, Cell>,
): Promise<Walked[]> {
  return Promise.all(
    flowNames.map(async (flow): Promise<Walked> => {
      const isThere = row.get(flow)!.verdict === 'available';
      const scene = { shop, made, patienceMs: isThere ? patientMs : impatientMs };
      try {
        return [flow, isThere ? await comeAgain(flow, scene) : await flows[flow](scene)];
      } catch (error) {
        return [flow, { failed: String(error) }];
      }
    }),
  );
}

/**
 * A machine that has much to do may refuse for a moment what has nothing to do with the outage: what
 * is told to be there is there for whoever comes again, while the dependency is still away.
 */
async function comeAgain(flow: FlowName, scene: Scene): Promise<Seen> {
  for (let tries = 0; ; tries++) {
    const seen = await flows[flow](scene);
    if (seen.verdict !== 'unavailable' || tries === triesMore) return seen;
    await sleep(againMs);
  }
}

/**
 * The gateway knows a key for half a minute, wherever in that the outage begins: a command that
 * leaves something lasting asks auth anew, and the half minute begins now. The customer's token
 * lasts ten minutes, which a busy machine may need for all rows.
 */
async function beKnown(shop: BreakableShop, { customer, password }: Common): Promise<void> {
  await allowInvoice(shop.staff);
  const body = { email: customer.email, password };
  const reply = await new ApiClient(shop.url).post<{ accessToken: string }>('/v1/auth/login', body);
  customer.token = expectStatus(reply, 200).accessToken;
}

/**
 * A breaker that opened stays so for a while: the next row begins when a purchase goes through, with
 * the carrier's rate to choose from. Each try is another person's, since one of them may leave only
 * so many payments open at the bank.
 */
async function untilWell(shop: BreakableShop, { sku }: Common, row: number): Promise<void> {
  let last = '';
  for (const endMs = Date.now() + wellLimitMs; Date.now() < endMs; await sleep(200)) {
    const guest = await shop.guest();
    const checkout = await guest.readyCheckout({ sku, address: otherEndOf(row) });
    const reply = await guest.complete(checkout);
    const isWell = reply.status === 200 && reply.body.status === 'completed';
    if (isWell && hasLiveRate(checkout)) return;
    last = `${reply.status} ${reply.text.slice(0, 300)}`;
  }
  throw new Error(`no purchase goes through ${wellLimitMs} ms after the outage; last: ${last}`);
}

async function unfinished(
  { staff }: BreakableShop,
  accepted: readonly NonNullable<Seen['accepted']>[],
  limitMs: number,
): Promise<string[]> {
  const endMs = Date.now() + limitMs;
  const reported = accepted.map(async ({ orderId, ends }) => {
    for (let state = 'unknown'; ; await sleep(100)) {
      const reply = await staff.get<Order>(`/v1/admin/orders/${orderId}`);
      if (reply.status === 200) ({ state } = reply.body);
      if (state === ends) return [];
      if (Date.now() > endMs) return [`order ${orderId} is ${state}, and should be ${ends}`];
    }
  });
  return (await Promise.all(reported)).flat();
}

export function failpointsOf(dependency: Dependency): string {
  return [
    `call:*>${dependency}.*:before`,
    `call:${dependency}>*:before`,
    `commit:${dependency}.*:before`,
  ]
    .map((name) => `${name}=cut@always`)
    .join(',');
}
