import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail } from '#kernel/result.ts';
import { answerUnder } from '#platform/resting/reply.ts';
import type { RequestHashes } from '#platform/resting/request-key.ts';
import type { InputOf, ServiceContext } from '#platform/calls/service.ts';
import { orderTokenHash, orderTokenOf } from '../placed-orders/order-token.ts';
import { checkoutNotFound, checkoutNotOpen, versionConflict } from '../checkouts/checkout-store.ts';
import { methodCodeOf, needsToken } from '../quoting/offered-methods.ts';
import { replayedReply, type CompletionReply } from './completion-reply.ts';
import { renewOrRefuse } from '../quoting/renew-totals.ts';
import { tooManyOpenPayments } from '../risk/unpaid-limits.ts';
import { openAssessment } from '../risk/open-assessment.ts';
import {
  beginAttempt,
  completionReply,
  readAttempt,
  readPriorUse,
  type Attempt,
  type BegunRow,
  type KeyUse,
  type StoredReply,
  type NewAttempt,
  type PriorUse,
} from './completion-store.ts';
import { replyDocument } from '../stored/documents.ts';

/** The attempt that began, or what the client is told because none did. */
export type Beginning =
  | { readonly attempt: Attempt }
  | { readonly attempt: undefined; readonly reply: CompletionReply };

/**
 * The first commit: checkout open → completing, with the key's record and the story that a crash
 * leaves to the sweep. Order id, number and token are given out here, for good.
 */
export async function beginCompletion(
  context: ServiceContext<'checkout'>,
  input: InputOf<'checkout', 'completeCheckout'>,
  use: KeyUse,
  paymentId: string,
  invocation: Invocation,
  known: { readonly renewed?: true; readonly needsNoToken?: true } = {},
): Promise<Beginning> {
  const { secrets, publicUrl } = context.settings;
  const orderId = newId();
  const risk = openAssessment(secrets, input);
  const request: NewAttempt = {
    ...use,
    checkoutId: input.checkoutId,
    version: input.version,
    paymentId,
    orderId,
    accessTokenHash: orderTokenHash(orderTokenOf(secrets, orderId)),
    method: methodCodeOf(input.paymentMethod),
    paymentToken: input.paymentMethod.token ?? null,
    needsNoToken: known.needsNoToken ?? false,
    returnUrl: input.returnUrl ?? `${publicUrl}/checkout/${input.checkoutId}`,
    risk,
  };
  const [row] = await context.database.write<BegunRow>(
    'begin_completion',
    beginAttempt(request, context.settings, invocation),
    invocation,
  );
  const begun = row!;
  if (begun.begun) {
    const fresh = { state: 'running', reply: null, challengeOver: false, ageSeconds: 0 } as const;
    return { attempt: { ...begun, ...request, ...fresh } };
  }
  const refused = await refuse(context, begun, request, invocation);
  if (typeof refused === 'object') return refused;
  if (refused === 'renewed' && known.renewed) {
    throw new Error('totals that were renewed do not hold');
  }
  return beginCompletion(context, input, use, paymentId, invocation, { ...known, [refused]: true });
}

async function refuse(
  context: ServiceContext<'checkout'>,
  found: BegunRow,
  request: NewAttempt,
  invocation: Invocation,
): Promise<Beginning | 'renewed' | 'needsNoToken'> {
  const reported = (reply: CompletionReply) => ({ attempt: undefined, reply });
  // A twin in another process may have committed while this statement waited for its lock.
  const prior =
    readPrior(found.prior) ??
    (await context.database.first<PriorUse>(readPriorUse(request), invocation));
  if (prior?.paymentId === request.paymentId) return takeUp(context, prior.paymentId);
  if (prior) return reported(replayOf(context, prior, request));
  if (found.state === null) return reported(checkoutNotFound());
  if (found.state === 'completing') return reported(completionInProgress());
  if (found.state !== 'open') return reported(checkoutNotOpen(found.state));
  if (found.version !== request.version) return reported(versionConflict(found.version));
  if (request.risk.decision === 'deny') return reported(riskDenied());
  const { problems } = found.content;
  if (problems.some(({ code }) => code !== 'not_enough_stock')) {
    return reported(fail('checkout_incomplete', 'Something is still missing.', { problems }));
  }
  if (found.lacksToken) {
    return (await needsToken(context, found, request.method, invocation))
      ? reported(fail('payment_token_missing', 'Send the token that the card form handed out.'))
      : 'needsNoToken';
  }
  if (found.tooMany) return reported(tooManyOpenPayments(context.settings));
  const { checkoutId } = request;
  const refused = await renewOrRefuse(context, { ...found, checkoutId }, invocation);
  return refused ? reported(refused) : 'renewed';
}

/** As the statement that begins put it together, not as a row. */
function readPrior(prior: PriorUse | null): PriorUse | null {
  return prior?.reply ? { ...prior, reply: replyDocument.read(prior.reply) as StoredReply } : prior;
}

/** What was told under the key is told again, as long as it is the same request. */
export function replayOf(
  context: ServiceContext<'checkout'>,
  prior: PriorUse,
  use: RequestHashes,
): CompletionReply {
  const tell = (reply: unknown) => replayedReply(context, reply as StoredReply, prior);
  return answerUnder(completionReply, use, prior, tell);
}

function riskDenied() {
  return fail('risk_denied', 'This purchase cannot be accepted. Contact the shop.');
}

export function completionInProgress() {
  return fail('completion_in_progress', 'This checkout is being completed by another request.');
}

/** The commit's answer was lost and the statement ran again: the attempt is this request's own. */
async function takeUp(context: ServiceContext<'checkout'>, paymentId: string): Promise<Beginning> {
  const attempt = await context.database.first<Attempt>(readAttempt(paymentId));
  return { attempt: attempt! };
}
