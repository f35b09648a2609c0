import { setTimeout as sleep } from 'node:timers/promises';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok, type Result } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { timeToWait } from '#platform/ground/settings.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  fulfillmentById,
  lockForStep,
  moveFulfillment,
  shippingStory,
  shippingStoryId,
  toFulfillmentShape,
  type FulfillmentRow,
  type FulfillmentShape,
} from '../fulfillments/fulfillment-store.ts';

type Context = ServiceContext<'fulfillment'>;
type Answer = Awaited<ReturnType<Handler<'fulfillment', 'shipFulfillment'>>>;
type Refused = Extract<Answer, { ok: false }>['failure'];
type Begun = Result<{ attempt: number }, Refused>;

const waitMs = 8_000;
const replyTimeMs = 500;

/**
 * Wins the move to `shipping` and leaves the rest to a story, then waits some seconds for how it
 * goes. The key's record names the attempt: asking again tells how that attempt ended.
 */
export function shipFulfillment(context: Context): Handler<'fulfillment', 'shipFulfillment'> {
  const { database } = context;
  return async (input, invocation) => {
    const { fulfillmentId, serviceCode } = input;
    const begun = await database.command(
      'shipFulfillment',
      input,
      invocation,
      async (tx): Promise<Begun> => {
        const found = await lockForStep(tx, fulfillmentId, ['start_shipping'], invocation.actor);
        if (!found.ok) return found;
        const attempt = found.value.attempt + 1;
        const change = { attempt, serviceCode: serviceCode ?? null, shippingProblem: null };
        const row = await moveFulfillment(tx, found.value, 'start_shipping', change);
        await tx.change(
          sql`insert into shipping_attempt (fulfillment_id, attempt) values (${fulfillmentId}, ${attempt})`,
        );
        tx.audit({ subject: `fulfillment:${fulfillmentId}`, after: { attempt, serviceCode } });
        tx.stories.begin(shippingStory, shippingStoryId(row));
        return ok({ attempt });
      },
    );
    if (!begun.ok) return begun;
    return outcomeOf(context, fulfillmentId, begun.value.attempt, invocation);
  };
}

interface AttemptRow {
  outcome: 'shipped' | 'refused' | 'cancelled' | null;
  failure: Refused | null;
  reply: FulfillmentShape | null;
  problem: string | null;
}

async function outcomeOf(
  { database, settings }: Context,
  fulfillmentId: string,
  attempt: number,
  invocation: Invocation,
): Promise<Answer> {
  const patienceMs = timeToWait(settings, waitMs);
  const endMs = Math.min(invocation.deadlineMs - replyTimeMs, clock.nowMs() + patienceMs);
  for (let pauseMs = 20; ; pauseMs = Math.min(500, pauseMs * 2)) {
    const row = await database.first<AttemptRow>(
      sql`select outcome, failure, reply, problem from shipping_attempt
          where fulfillment_id = ${fulfillmentId} and attempt = ${attempt}`,
    );
    if (row?.failure) return { ok: false, failure: row.failure };
    if (row?.reply) return ok(row.reply);
    if (clock.nowMs() + pauseMs > endMs) {
      if (row?.problem) return fail('carrier_unavailable', row.problem);
      const now = await database.first<FulfillmentRow>(fulfillmentById(fulfillmentId));
      return ok(toFulfillmentShape(now!));
    }
    await sleep(pauseMs);
  }
}
