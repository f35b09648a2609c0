import { expectStatus } from '#journeys/people/api-client.ts';
import { cards } from '#journeys/people/shopper.ts';
import { byHand, gatewayIdOf, whileUnwell } from '../injections/gateway-faults.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const challengeSeconds = 10;
/** More than the challenge and the two minutes by which the hold outlives it. */
const laterMs = 300_000;
const rounds = { quick: 1, full: 6 };

/**
 * F21: the last unit is held for a person at the bank. They confirm, the gateway captures, and the
 * shop hears nothing of it: webhooks are held, questions are not answered. The hold runs out and
 * somebody else buys the unit. Then the capture is told. Nobody keeps the money of who gets nothing.
 */
export const webhookLate: FaultScenario = {
  id: 'F21',
  title: 'a capture is told after the unit was sold to somebody else',
  modes: ['embedded', 'split'],
  needs: { settings: { challengeSeconds } },
  mustHappen: ['holds that ran out', 'captures told late', 'units sold to others'],
  async run(context) {
    const { shop, size } = context;
    for (let round = 0; round < rounds[size]; round += 1) {
      const sku = await shop.staff.stockedSku(1, round % 2);
      await shop.staff.countTo(sku, 1);
      await loseTheUnit(context, sku);
    }
  },
};

async function loseTheUnit(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, random, count } = context;
  const late = await PatientBuyer.ready(shop, { sku }, random);
  const quick = await PatientBuyer.ready(shop, { sku }, random);
  const { url } = expectStatus(await late.complete(cards.challenge), 200).nextAction;
  const gatewayPaymentId = gatewayIdOf(url);
  await shop.book.control('webhooks', { action: 'hold' });
  const silent = [{ system: 'payment', operation: 'find', kind: 'reset' } as const];
  const unable = [{ system: 'payment', operation: 'void', kind: 'reset' } as const];
  await whileUnwell(shop, [...silent, ...unable], async () => {
    await shop.book.answerChallenge(url, 'complete');
    await byHand(shop, `payment_intents/${gatewayPaymentId}/capture`);
    expectStatus(await quick.shopper.complete(quick.checkout), 409);
    // Databases alone: outside systems sign with the real time.
    await shop.setClock({ databaseMs: laterMs });
    await eventually(
      () => quick.shopper.complete(quick.checkout),
      ({ status }) => status === 200,
    );
    count('holds that ran out');
    count('units sold to others');
  });
  await shop.setClock({ databaseMs: 0 });
  await shop.book.control('webhooks', { action: 'release' });
  count('captures told late');
  await givenBack(context, late, gatewayPaymentId);
}

/** Within 60 s the money is back and the checkout open again. */
async function givenBack(
  { shop }: ScenarioContext,
  { shopper, checkout }: PatientBuyer,
  gatewayPaymentId: string,
): Promise<void> {
  const { checkoutId } = checkout;
  await shopper.checkoutWhen(checkoutId, ({ state }) => state === 'open', 180_000);
  await eventually(
    async () => (await shop.book.read('payments')).find(({ id }) => id === gatewayPaymentId),
    (payment) => payment?.['amountRefunded'] === payment?.['amountReceived'],
  );
}
