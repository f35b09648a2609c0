/** What a page needs is refused; whoever serves it shows a page that says so. */
export class PageRefused extends Error {
  /** Of HTTP: 404, 410, 429, 500 or 503. */
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, retryAfterSeconds?: number) {
    super(`the page is refused with ${status}`);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
