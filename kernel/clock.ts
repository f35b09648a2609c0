/**
 * The one clock of the code. The databases' `kontor_now()` is the machine's time until a test moves
 * it, and then the same offset away from it: `platform/provision/test-clock.ts` moves both together.
 */
let offsetMs = 0;

/** Milliseconds since the Unix epoch, UTC. */
export function nowMs(): number {
  return Date.now() + offsetMs;
}

export function now(): Date {
  return new Date(nowMs());
}

/** ISO 8601 in UTC with milliseconds, the form every contract and API uses. */
export function nowIso(): string {
  return now().toISOString();
}

/** How far a test has moved it. */
export function currentOffsetMs(): number {
  return offsetMs;
}

/** Only `platform/provision/test-clock.ts` calls this. */
export function setOffsetMs(value: number): void {
  offsetMs = value;
}

/** Whether it is a name of the IANA's list, such as Europe/Berlin. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
