const rejectionCodes: Readonly<Record<number, string>> = {
  21211: 'to_invalid',
  21614: 'to_invalid',
  21212: 'from_invalid',
  21606: 'from_invalid',
  21610: 'unsubscribed',
  21602: 'malformed',
  21617: 'malformed',
};

/** An error of Twilio's as a word of ours, or by its number. */
export function slugOf(code: number): string {
  return rejectionCodes[code] ?? `provider_${code}`;
}
