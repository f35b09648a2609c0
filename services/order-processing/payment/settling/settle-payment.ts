import type { StoryShape } from '#platform/stories/stories.ts';
import { lookAtStory } from '#platform/stories/rest-unless-woken.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { settlingStory, type Context, type PaymentRow } from '../payments/payment-store.ts';
import { settlingEffectsOf, type SettlingEffects } from './settling-effects.ts';

/**
 * The story that rests beside every question to the gateway: asks what became of a payment, and
 * again with backoff, until our row says what the gateway's book says.
 */
export async function settlingPlot(effects: SettlingEffects): Promise<void> {
  const { move, read } = effects;
  const row = await read.payment();
  if (!row) return move.end();
  if (await move.holdWithoutKeys(row)) return move.lookLater();
  const looked = await look(effects, row);
  // It ended meanwhile, perhaps by another's look: what the gateway holds of it is still to be seen.
  const settled =
    isOver(looked) && looked.version !== row.version ? await look(effects, looked) : looked;
  if (await read.isUnsettled(settled)) {
    throw new Error(`payment ${settled.paymentId} is still ${settled.state} at the gateway`);
  }
  return settled.state === 'review' ? move.lookLater() : move.end();
}

function isOver({ state }: PaymentRow): boolean {
  return state === 'voided' || state === 'failed';
}

/** One look at the gateway. The payment afterwards. @throws GatewaySilent */
export async function look(
  { call }: Pick<SettlingEffects, 'call'>,
  row: PaymentRow,
): Promise<PaymentRow> {
  const andRefunds = (now: PaymentRow) =>
    now.state === 'captured' ? call.settleRefunds(now) : now;
  switch (row.state) {
    case 'authorizing':
    case 'requires_action':
      return andRefunds(await call.settleAuthorization(row));
    case 'authorized':
      return andRefunds(await call.settleAuthorized(row));
    case 'capturing':
      return call.settleCapture(row);
    case 'capturing_part':
      return call.settlePart(row);
    case 'part_captured':
      return call.settleRefunds(await call.settleBetweenParts(row));
    case 'releasing':
      return call.askRelease(row);
    case 'captured':
      return call.takeBackCapture(await call.settleRefunds(row));
    case 'part_received':
    case 'written_off':
      return call.settleRefunds(row);
    case 'voiding':
      return call.askVoid(row);
    case 'voided':
    case 'failed':
      return andRefunds(await call.settleOrphan(row));
    case 'review':
      return andRefunds(await call.settleReview(row));
    case 'credited':
      return row;
  }
}

/** One look, over the gateway and the database themselves. @throws GatewaySilent */
export function settle(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  return look(settlingEffectsOf(context, row.paymentId, undefined, invocation), row);
}

/** The plot over the gateway and the database themselves. */
export function settlePayment(context: Context): StoryShape {
  return {
    story: settlingStory,
    async advance(paymentId, invocation) {
      const seen = await lookAtStory(context.database, settlingStory, paymentId);
      await settlingPlot(settlingEffectsOf(context, paymentId, seen, invocation));
    },
  };
}
