import type { z } from 'zod';
import type { checkout } from '#contracts/checkout/index.ts';
import type { Page, PageRequest } from '../../serving/page.ts';

type Outcome = z.output<typeof checkout.operations.getCheckoutOutcome.output>;

/** How soon it asks again, while it is not known. */
const waitSeconds = 2;

/**
 * What came of a purchase, for a browser that does not know its buyer: where it stands and where to go
 * on, and nothing of who buys or what. The link to the order is in the mail.
 */
export async function outcomePage(request: PageRequest): Promise<Page> {
  const { till, trouble } = request.words;
  const checkoutId = request.params['checkoutId']!;
  const { state, paymentStatus } = await request.ask<Outcome>('getCheckoutOutcome', { checkoutId });
  const isWaiting = state === 'completing';
  const [title, what] =
    state === 'completed'
      ? [till.outcomePlaced, till.outcomePlacedWhat]
      : isWaiting
        ? [till.waiting, till.waitingWhat]
        : paymentStatus === 'declined'
          ? [till.outcomeDeclined, till.outcomeElsewhere]
          : [till.outcomeOpen, till.outcomeElsewhere];
  return {
    kind: 'waiting',
    title,
    ...(isWaiting && { refreshAfterSeconds: waitSeconds }),
    body: (
      <section class="wrap quiet" aria-live="polite">
        <h1>{title}</h1>
        <p class="lead">{what}</p>
        <p>
          <a class="more" href={request.at.home()}>
            {trouble.toHome}
          </a>
        </p>
      </section>
    ),
  };
}
