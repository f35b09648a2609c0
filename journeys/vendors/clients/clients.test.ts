import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ExchangeCheck, readExchanges, vendorFilesAreThere } from '../check-exchanges.ts';
import type { ClientList, Clients } from './client-calls.ts';
import { listInWords } from './list-in-words.ts';
import { minFraudCalls } from './minfraud-calls.ts';
import { openClients } from './open-clients.ts';
import { shipEngineCalls } from './shipengine-calls.ts';
import { stripeCalls } from './stripe-calls.ts';
import { twilioCalls } from './twilio-calls.ts';

/** MaxMind's report is in its client and on its pages, and not in its file. */
const isDescribed = ({ url }: { url: string }): boolean => !url.endsWith('/transactions/report');

const lists: readonly ClientList[] = [stripeCalls, twilioCalls, shipEngineCalls, minFraudCalls];

let clients: Clients & { close(): Promise<void> };
beforeAll(async () => {
  clients = await openClients();
});
afterAll(() => clients.close());

describe.each(lists)('$client', ({ calls, missing }) => {
  test.each(calls)('$name: $shows', async ({ run }) => {
    await expect(run(clients)).resolves.toBeUndefined();
  });

  test.each(missing)('$name is refused as the vendor refuses', async ({ run, refusal }) => {
    await expect(run(clients)).rejects.toMatchObject(refusal);
  });
});

test('what they asked and were answered fits the vendors’ descriptions', () => {
  const exchanges = readExchanges(clients.sandbox.exchangeLog);
  if (!vendorFilesAreThere()) {
    process.stdout.write(`${exchanges.length} exchanges of clients were not compared.\n`);
    return;
  }
  const { checked, findings } = new ExchangeCheck().check(exchanges.filter(isDescribed));
  process.stdout.write(`Exchanges of clients compared: ${JSON.stringify(checked)}.\n`);
  expect(findings).toEqual([]);
});

test('the list of calls is in the documents as it is here', async () => {
  await expect(listInWords(lists)).toMatchFileSnapshot('../../../docs/vendor-clients.md');
});
