import type { RequestHashes } from '#platform/resting/request-key.ts';

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
