import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json as bodyOf } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { countStock } from './count-stock.ts';
import { overHttp } from './import-door.ts';

interface Count {
  readonly countId: string;
  readonly lines: readonly { sku: string }[];
}

let shop: Server | undefined;
afterEach(() => shop?.close());

/** A shop of another release: one that takes so many lines in a count, and refuses the whole of more. */
async function shopThatTakes(most: number) {
  const taken: Count[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const count = (await bodyOf(request)) as Count;
    const fits = count.lines.length <= most;
    if (fits) taken.push(count);
    response.writeHead(fits ? 200 : 400, { 'content-type': 'application/json' });
    const refused = { code: 'request_invalid', detail: 'lines: too many' };
    response.end(JSON.stringify(fits ? { movements: count.lines.length, shortages: 0 } : refused));
  };
  shop = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => shop!.listen(0, '127.0.0.1', resolve));
  const { port } = shop.address() as AddressInfo;
  const access = { url: `http://127.0.0.1:${port}`, key: 'k', channel: 'default' };
  return { door: overHttp(access), taken };
}

const linesOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ sku: `S-${n}`, quantity: n }));

test('what a hundred products have is one count', async () => {
  const { door, taken } = await shopThatTakes(500);
  expect(await countStock(door, linesOf(423))).toEqual({ movements: 423, refusal: undefined });
  expect(taken.map(({ lines }) => lines.length)).toEqual([423]);
});

test('a shop of before is told in counts as long as it takes, each line once', async () => {
  const { door, taken } = await shopThatTakes(100);
  expect(await countStock(door, linesOf(623))).toEqual({ movements: 623, refusal: undefined });
  const skus = taken.flatMap(({ lines }) => lines.map(({ sku }) => sku));
  expect(skus).toEqual(linesOf(623).map(({ sku }) => sku));
  expect(new Set(taken.map(({ countId }) => countId)).size).toBe(taken.length);
});

test('a refusal of what is counted is told, and ends it', async () => {
  const { door } = await shopThatTakes(0);
  expect(await countStock(door, linesOf(120))).toEqual({
    movements: 0,
    refusal: 'request_invalid: lines: too many',
  });
});
