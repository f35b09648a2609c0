/** Retries may add a tenth to the traffic, after a small allowance: a burst of failures is not doubled. */
const share = 0.1;
const allowance = 5;

export class RetryBudget {
  private tokens = allowance;

  /** To be told of every request that is not a retry. */
  earn(): void {
    this.tokens = Math.min(allowance, this.tokens + share);
  }

  /** Whether one more retry may be sent. */
  take(): boolean {
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
