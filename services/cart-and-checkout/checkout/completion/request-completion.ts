import {
  assessmentPurpose,
  sealedAssessment,
  type SealedAssessment,
} from '#contracts/auth/risk-assessment.ts';
import type { ShownText } from '#contracts/product/legal-texts.ts';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { openSealed, type Secrets } from '#platform/ground/sealed.ts';
import { answerUnder } from '#platform/resting/reply.ts';
import {
  keyInFlight,
  keyRequired,
  type RequestHashes,
  requestKey,
} from '#platform/resting/request-key.ts';
import { whileLeased } from '#platform/stories/while-leased.ts';
import {
  checkoutNotFound,
  checkoutNotOpen,
  orderTokenHash,
  orderTokenOf,
  versionConflict,
} from '../checkouts/checkout-store.ts';
import { needsToken } from '../quoting/offered-methods.ts';
import { renewOrRefuse } from '../quoting/renew-totals.ts';
import { replyDocument } from '../stored/documents.ts';
import { giveUpCompletion, runCompletion } from './complete-checkout.ts';
import {
  type Attempt,
  beginAttempt,
  type BegunRow,
  completionReply,
  completionStory,
  type KeyUse,
  type NewAttempt,
  type PriorUse,
  readAttempt,
  readPriorUse,
  type Risk,
  type StoredReply,
  tooManyOpenPayments,
  waitsOnPage,
} from './completion-store.ts';
import { type CompletionReply, replayedReply } from './record-completion.ts';
import { shownTexts } from './shown-texts.ts';

/**
 * A client's request to complete its checkout. The risk assessment is not part of the body that a
 * key stands for: the gateway adds it, and it may differ when the client asks again.
 */
export function completeCheckout(
  context: ServiceContext<'checkout'>,
  gate: CompletionGate,
): Handler<'checkout', 'completeCheckout'> {
  return async (input, invocation) => {
    const { risk: _risk, ...body } = input;
    const use = requestKey('completeCheckout', body, invocation);
    if (!use) return keyRequired();
    const running = gate.requestOf(use.scope, input.checkoutId);
    if (running) return meetRunning(context, running, use);
    const leave = gate.admit(use.scope, input.checkoutId, use);
    try {
      return await completeOnce(context, gate, input, use, invocation);
    } finally {
      leave();
    }
  };
}

/** Whatever ends this before the attempt is at rest, the attempt's story goes on with it. */
async function completeOnce(
  context: ServiceContext<'checkout'>,
  gate: CompletionGate,
  input: InputOf<'checkout', 'completeCheckout'>,
  use: KeyUse,
  invocation: Invocation,
): Promise<CompletionReply> {
  const paymentId = newId();
  const end = gate.begin(paymentId);
  let rests = false;
  try {
    const shown = input.shownTexts && (await shownTexts(context, input.shownTexts, invocation));
    const beginning =
      shown?.ok === false
        ? { attempt: undefined, reply: shown }
        : await beginCompletion({ context, gate }, input, use, paymentId, invocation, {
            shownTexts: shown?.value,
          });
    const { attempt } = beginning;
    const outcome = attempt
      ? await runCompletion({ context, attempt, invocation, fresh: true })
      : { reply: beginning.reply, rests: true };
    rests = outcome.rests;
    return outcome.reply;
  } finally {
    end();
    // Should even this not be written, the story's row is there and the sweep takes it up.
    if (!rests) void wakeStory(context, paymentId, invocation);
  }
}

/** Twins and rivals of a request that runs here are told so without waiting for it. */
async function meetRunning(
  context: ServiceContext<'checkout'>,
  running: CompletionRequest,
  use: KeyUse,
): Promise<CompletionReply> {
  if (running.key === use.key) {
    return answerUnder(completionReply, use, { ...running, reply: null }, keyInFlight);
  }
  const prior = await context.database.first<PriorUse>(readPriorUse(use));
  return prior ? replayOf(context, prior, use) : completionInProgress();
}

async function wakeStory(
  context: ServiceContext<'checkout'>,
  paymentId: string,
  invocation: Invocation,
): Promise<void> {
  try {
    await whileLeased(() =>
      context.database.transaction('wake_completion', invocation, async (tx) => {
        tx.stories.begin(completionStory, paymentId);
      }),
    );
  } catch (error) {
    context.log.warn(
      { invocation, payment: paymentId, error: String(error) },
      'the sweep will go on with it',
    );
  }
}

interface Doing {
  readonly context: ServiceContext<'checkout'>;
  readonly gate: CompletionGate;
}

/** What was found out by the tries before. */
interface Known {
  readonly renewed?: true;
  readonly needsNoToken?: true;
  readonly ended?: true;
  /** Of the request, found to be published before. */
  readonly shownTexts?: readonly ShownText[] | undefined;
}

/** The attempt that began, or what the client is told because none did. */
export type Beginning =
  | { readonly attempt: Attempt }
  | { readonly attempt: undefined; readonly reply: CompletionReply };

/**
 * The first commit: checkout open → completing, with the key's record and the story that a crash
 * leaves to the sweep. Order id, number and token are given out here, for good.
 */
export async function beginCompletion(
  { context, gate }: Doing,
  input: InputOf<'checkout', 'completeCheckout'>,
  use: KeyUse,
  paymentId: string,
  invocation: Invocation,
  known: Known = {},
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
    hosted: input.paymentMethod.hosted ?? false,
    needsNoToken: known.needsNoToken ?? false,
    returnUrl: input.returnUrl ?? `${publicUrl}/checkout/${input.checkoutId}`,
    risk,
    shownTexts: known.shownTexts ?? null,
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
  const refused = await refuse({ context, gate }, begun, request, known, invocation);
  if (typeof refused === 'object') return refused;
  if (refused === 'renewed' && known.renewed) {
    throw new Error('totals that were renewed do not hold');
  }
  const next = { ...known, [refused]: true };
  return beginCompletion({ context, gate }, input, use, paymentId, invocation, next);
}

/**
 * An attempt that waits for its buyer on a page of the provider's own ends where they ask for another
 * way to pay: they came back, or never will. True once it is over: the checkout is open again, or who
 * has paid there meanwhile has bought.
 */
async function endWaiting(
  context: ServiceContext<'checkout'>,
  gate: CompletionGate,
  checkoutId: string,
  invocation: Invocation,
): Promise<boolean> {
  const waiting = await context.database.first<{ paymentId: string }>(
    waitsOnPage(checkoutId, invocation),
    invocation,
  );
  if (!waiting) return false;
  const end = await gate.beginAlone(waiting.paymentId);
  try {
    const attempt = await context.database.first<Attempt>(readAttempt(waiting.paymentId));
    if (attempt?.state !== 'requires_action') return true;
    return (await giveUpCompletion({ context, attempt, invocation, fresh: false })).rests;
  } finally {
    end();
  }
}

/** Of the channel's method; a kind stands for the method of that code. */
function methodCodeOf({
  code,
  kind,
}: InputOf<'checkout', 'completeCheckout'>['paymentMethod']): string {
  return code ?? kind ?? '';
}

async function refuse(
  { context, gate }: Doing,
  found: BegunRow,
  request: NewAttempt,
  known: Known,
  invocation: Invocation,
): Promise<Beginning | 'renewed' | 'needsNoToken' | 'ended'> {
  const reported = (reply: CompletionReply) => ({ attempt: undefined, reply });
  // A twin in another process may have committed while this statement waited for its lock.
  const prior =
    readPrior(found.prior) ??
    (await context.database.first<PriorUse>(readPriorUse(request), invocation));
  if (prior?.paymentId === request.paymentId) return takeUp(context, prior.paymentId);
  if (prior) return reported(replayOf(context, prior, request));
  if (found.state === null) return reported(checkoutNotFound());
  if (found.state === 'completing') {
    const ended = await endWaiting(context, gate, request.checkoutId, invocation);
    return ended && !known.ended ? 'ended' : reported(completionInProgress());
  }
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

const unavailable: Risk = { decision: 'unavailable', id: null, client: null, total: null };

/**
 * What auth sealed for this checkout and version. Missing, foreign, changed or too old it says
 * nothing: the risk is `unavailable` then, never allowed. Whether the total is the frozen one is
 * for the statement that begins the attempt, which is the first to see it.
 */
export function openAssessment(
  secrets: Secrets,
  { checkoutId, version, risk }: InputOf<'checkout', 'completeCheckout'>,
): Risk {
  const found = opened(secrets, risk?.assessmentId ?? null);
  const counts =
    found?.checkoutId === checkoutId && found.version === version && found.until > clock.nowMs();
  return counts ? found : unavailable;
}

function opened(secrets: Secrets, text: string | null): SealedAssessment | undefined {
  if (text === null) return undefined;
  try {
    return sealedAssessment.safeParse(openSealed(secrets, assessmentPurpose, text)).data;
  } catch {
    return undefined;
  }
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

/** A request that is completing a checkout in this process right now. */
export interface CompletionRequest extends RequestHashes {
  readonly key: string;
}

/**
 * Keeps one process from doing the same thing twice at once: a thousand requests with one key meet
 * here and not at the database, and an attempt is gone on with by its request or by its story,
 * never by both. Between processes the rows decide.
 */
export class CompletionGate {
  private readonly requests = new Map<string, CompletionRequest>();
  private readonly runs = new Map<string, Promise<void>>();

  /** The request of the same person on the same checkout, if one is running. */
  requestOf(scope: string, checkoutId: string): CompletionRequest | undefined {
    return this.requests.get(`${scope} ${checkoutId}`);
  }

  /** Holds the place of a request; the answer gives it up. */
  admit(scope: string, checkoutId: string, request: CompletionRequest): () => void {
    const name = `${scope} ${checkoutId}`;
    this.requests.set(name, request);
    return () => {
      if (this.requests.get(name) === request) this.requests.delete(name);
    };
  }

  /** Says that an attempt is gone on with here; the answer ends that. */
  begin(paymentId: string): () => void {
    let end = () => {};
    const run = new Promise<void>((resolve) => (end = resolve));
    this.runs.set(paymentId, run);
    return () => {
      if (this.runs.get(paymentId) === run) this.runs.delete(paymentId);
      end();
    };
  }

  /** Waits until nobody goes on with the attempt here, then goes on with it. */
  async beginAlone(paymentId: string): Promise<() => void> {
    for (let run = this.runs.get(paymentId); run; run = this.runs.get(paymentId)) await run;
    return this.begin(paymentId);
  }
}
