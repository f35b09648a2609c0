import { expectStatus } from '#journeys/people/api-client.ts';
import { cards } from '#journeys/people/shopper.ts';
import { waits } from '../buyers/persist.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario } from '../scenario.ts';

const amountMinor = 250;
const buyers = { quick: 2, full: 8 };

/**
 * F43: the certificate of the providers runs out while people buy and money is to be given back.
 * Nobody is charged and nobody is told that they bought; each is told to come again, and does once
 * the certificate is renewed. What was asked of the payment gateway meanwhile is done then, once.
 */
export const certificateRanOut: FaultScenario = {
  id: 'F43',
  title: 'a certificate that ran out at the providers',
  modes: ['embedded', 'split'],
  needs: { tls: true },
  mustHappen: ['certificates that ran out', 'buyers told to come again', 'refunds that waited'],
  async run(context) {
    const { shop, random, size, count } = context;
    const sku = await shop.staff.stockedSku(200);
    const early = await PatientBuyer.ready(shop, { sku }, random);
    const { orderId } = await early.buy();
    const ready = await Promise.all(
      Array.from({ length: buyers[size] }, () => PatientBuyer.ready(shop, { sku }, random)),
    );
    shop.certificates.runOut();
    count('certificates that ran out');
    const paidBefore = (await shop.book.read('payments')).length;
    for (const buyer of ready) {
      const reply = await buyer.tryOnce();
      if (reply && !waits.has(reply.status))
        throw new Error(`a buyer was told ${reply.status} ${reply.text.slice(0, 300)}`);
      count('buyers told to come again');
    }
    expectStatus(await shop.staff.refund(orderId, { amountMinor }), 201);
    count('refunds that waited');
    const paid = (await shop.book.read('payments')).length - paidBefore;
    if (paid > 0) throw new Error(`${paid} payments came to a gateway that nobody believes`);
    shop.certificates.renew();
    // The last one gives up: what is held for them is let go of.
    for (const buyer of ready.slice(1)) await buyer.placed(cards.good, []);
    await eventually(
      () => early.order(orderId, () => true),
      ({ refundedMinor }) => refundedMinor === amountMinor,
    );
  },
};
