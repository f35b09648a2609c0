import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { StripePaymentGateway } from './stripe.ts';

let server: Server;
let gateway: StripePaymentGateway;
afterEach(async () => {
  await gateway.close();
  await new Promise((resolve) => server.close(resolve));
});

/** Somebody who answers everything with one thing, as the sandbox never does. */
async function answering(body: object): Promise<StripePaymentGateway> {
  server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}`;
  gateway = new StripePaymentGateway({ baseUrl, secretKey: 'sk_test_1', timeoutMs: 10_000 });
  return gateway;
}

const cancelled = {
  id: 'pi_1',
  object: 'payment_intent',
  status: 'canceled',
  amount: 5_000,
  amount_capturable: 0,
  amount_received: 1_000,
  currency: 'eur',
  metadata: { reference: 'r-1' },
  latest_charge: { id: 'ch_1', object: 'charge', captured: true, amount_refunded: 0 },
};

test('what was cancelled while a part of it was captured by hand is not void: its money is kept', async () => {
  const stripe = await answering(cancelled);
  const asked = { gatewayPaymentId: 'pi_1', idempotencyKey: 'void:1' };
  expect(await stripe.void(asked)).toMatchObject({ status: 'unknown' });
  expect(await stripe.find({ gatewayPaymentId: 'pi_1' })).toMatchObject({
    payment: { state: 'captured', capturedMinor: 1_000 },
  });
  const capturedBefore = { amountMinor: 1_000, currency: 'EUR' };
  expect(await stripe.void({ ...asked, capturedBefore })).toMatchObject({ status: 'voided' });
});

test('a page that leads to itself is not walked for ever', async () => {
  const payout = {
    id: 'po_1',
    object: 'payout',
    amount: 100,
    currency: 'eur',
    status: 'paid',
    created: 1_700_000_000,
    arrival_date: 1_700_000_000,
  };
  const { balance } = await answering({ object: 'list', data: [payout], has_more: true });
  const first = await balance.listPayouts({ fromMs: 0, after: null });
  expect(first).toMatchObject({ status: 'listed', next: 'po_1' });
  expect(await balance.listPayouts({ fromMs: 0, after: 'po_1' })).toMatchObject({
    status: 'unknown',
    reason: 'invalid_answer',
  });
});
