import type { Arrival, Fault } from '#external/sandbox/book/faults.ts';
import { sandboxKeys } from '#external/exchange/sandbox-keys.ts';
import type { FaultShop } from '../fault-shop.ts';

/**
 * Makes an external system misbehave while something is done.
 * @returns every call that it got meanwhile, so that a scenario sees what was struck
 */
export async function whileUnwell(
  { book }: Pick<FaultShop, 'book'>,
  faults: readonly (Pick<Fault, 'system' | 'kind'> & Partial<Fault>)[],
  work: () => Promise<void>,
): Promise<readonly Arrival[]> {
  const before = (await book.arrivals()).length;
  for (const fault of faults) await book.control('faults', fault);
  try {
    await work();
  } finally {
    await book.clearFaults();
  }
  return (await book.arrivals()).slice(before);
}

/** A payment in the gateway's own book. */
export interface GatewayPayment {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
  readonly amountReceived: number;
  readonly amountRefunded: number;
  readonly disputed: boolean;
  readonly metadata: { readonly reference?: string; readonly order_number?: string };
}

/** All tries to pay for the order with this number, of whichever payment. */
export async function gatewayPaymentsOf(
  { book }: Pick<FaultShop, 'book'>,
  orderNumber: string,
): Promise<GatewayPayment[]> {
  const all = (await book.read('payments')) as unknown as GatewayPayment[];
  return all.filter(({ metadata }) => metadata.order_number === orderNumber);
}

/** The payment of a challenge, by the address that the person was sent to. */
export function gatewayIdOf(challengeUrl: string): string {
  return new URL(challengeUrl).pathname.split('/').at(-1)!;
}

/** What somebody does by hand on the gateway's own pages, past the shop. */
export async function byHand(
  { book }: Pick<FaultShop, 'book'>,
  path: string,
  form: Readonly<Record<string, string>> = {},
): Promise<void> {
  const reply = await fetch(`${book.url}/v1/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${sandboxKeys(book.secret ?? '').paymentSecretKey}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(form).toString(),
  });
  if (!reply.ok) throw new Error(`by hand, ${path}: ${reply.status} ${await reply.text()}`);
}

/** A webhook in the sandbox's book. */
interface BookedWebhook {
  readonly id: string;
  readonly type: string;
  readonly body: string;
  readonly state: 'pending' | 'delivered' | 'given_up';
}

/** Webhooks that speak of the payment, oldest first. */
export async function webhooksOf(
  { book }: Pick<FaultShop, 'book'>,
  gatewayPaymentId: string,
): Promise<BookedWebhook[]> {
  const all = (await book.read('webhooks')) as unknown as BookedWebhook[];
  return all.filter(({ body }) => body.includes(gatewayPaymentId));
}

/** Delivers held webhooks one after the other, in this order. Tells the shop's answers. */
export async function deliver(
  { book }: Pick<FaultShop, 'book'>,
  ids: readonly string[],
): Promise<unknown[]> {
  const reply = await book.control('webhooks', { action: 'deliver', ids });
  return (reply as { statuses: unknown[] }).statuses;
}

/** The same webhook so many times at once. Tells the shop's answers. */
export async function deliverAgain(
  { book }: Pick<FaultShop, 'book'>,
  ids: readonly string[],
  times: number,
): Promise<unknown[]> {
  const reply = await book.control('webhooks', { action: 'redeliver', ids, times });
  return (reply as { statuses: unknown[][] }).statuses.flat();
}
