import type { Allocation } from '#contracts/shapes.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import type { Failure, Result } from '#kernel/result.ts';
import {
  askPayment,
  authorize,
  confirmStock,
  giveBackStock,
  holdStock,
  voidPayment,
} from './completion-steps.ts';
import type { CompletionRun, Outcome } from './completion-run.ts';
import {
  afterLosing,
  recordChallenge,
  recordCompleted,
  recordUndoing,
  recordUndone,
  replyStored,
} from './record-completion.ts';
import type { Attempt, StoredReply } from './completion-store.ts';
import { freezeAgain, otherTerms } from '../quoting/freeze-again.ts';

export type Payment = OutputOf<'payment', 'getPayment'>;
export type Refusal = Extract<StoredReply, { ok: false }>;
type Answer<Value> = Result<Value, Failure>;

/** The reservation outlives the challenge by so much. */
const graceSeconds = 120;

/**
 * All that completing a checkout does to the world: what it asks of others, and the moves that it
 * records. The plot (`complete-checkout.ts`) knows nothing else, so it can be told over any of them:
 * over services and a database, or over a model of both.
 */
export interface CompletionEffects {
  readonly call: {
    /** Holds what was frozen, all lines or none, for as long as its purpose takes. */
    holdStock(
      against: 'unchanged_cart' | 'frozen_lines' | 'unpaid_limit',
    ): Promise<Answer<{ readonly groups?: readonly string[] | undefined }>>;
    giveBackStock(): Promise<Answer<unknown>>;
    confirmStock(): Promise<Answer<{ readonly allocations: Allocation[] }>>;
    authorize(groups: readonly string[]): Promise<Answer<{ readonly payment: Payment }>>;
    /** Undefined where none was begun. */
    askPayment(): Promise<Answer<Payment | undefined>>;
    voidPayment(): Promise<Answer<unknown>>;
    /** What the checkout would be now, as the refusal that tells the buyer so. */
    askTermsAgain(): Promise<Refusal>;
  };
  /** Each moves the attempt by a compare-and-set; who lost is told what the winner reached. */
  readonly move: {
    /** `taken_back`: lost to who undoes the attempt. */
    completed(payment: Payment, allocations: Allocation[]): Promise<Outcome | 'taken_back'>;
    challenged(url: string): Promise<Outcome | 'too_many'>;
    /** False when it was lost. */
    undoing(reply: Refusal, declineCode: string | null): Promise<boolean>;
    undone(reply: Refusal, declineCode: string | null): Promise<Outcome>;
  };
  /** What the attempt's client was told and is told again. */
  replyStored(): Outcome;
  /** What another has reached with the attempt. */
  afterLosing(): Promise<Outcome>;
}

/** Where an attempt stands as somebody goes on with it. */
export interface Standing extends Pick<
  Attempt,
  'state' | 'reply' | 'challengeOver' | 'ageSeconds'
> {
  /** It began just now, so there is no payment to look for. */
  readonly fresh: boolean;
  /** As many challenges of one payer may wait at once. */
  readonly tooManyChallenges: Refusal;
}

/** The services' and the database's own. */
export function effectsOf(run: CompletionRun): CompletionEffects {
  const { reservationSeconds, challengeSeconds } = run.context.settings;
  return {
    call: {
      holdStock: (against) =>
        holdStock(
          run,
          against === 'unpaid_limit' ? challengeSeconds + graceSeconds : reservationSeconds,
          against,
        ),
      giveBackStock: () => giveBackStock(run),
      confirmStock: () => confirmStock(run),
      authorize: (groups) => authorize(run, groups),
      askPayment: () => askPayment(run),
      voidPayment: () => voidPayment(run),
      async askTermsAgain() {
        const again = await freezeAgain(run.context, run.attempt, run.invocation);
        return again.ok ? otherTerms(again.value.next) : again;
      },
    },
    move: {
      completed: (payment, allocations) => recordCompleted(run, payment, allocations),
      challenged: (url) => recordChallenge(run, url, challengeSeconds),
      undoing: (reply, declineCode) => recordUndoing(run, reply, declineCode),
      undone: (reply, declineCode) => recordUndone(run, reply, declineCode),
    },
    replyStored: () => replyStored(run),
    afterLosing: () => afterLosing(run),
  };
}
