import { KontorProblem } from '@kontor/sdk';
import { useSpeech } from '../words/speech.tsx';

/**
 * Says what went wrong and what to do: in the admin's own words where it has some for the code, else
 * as the API says it.
 */
export function useProblemText(): (error: unknown) => string {
  const { words } = useSpeech();
  return (error) => {
    if (isRefusedByBrowser(error)) return words.problems.passkey;
    if (!(error instanceof KontorProblem)) return words.problems.connection;
    const { code, status, retryAfterSeconds, traceId } = error;
    if (status === 429) return words.problems.tooMany(retryAfterSeconds ?? 60);
    const known = words.problems.codes[code];
    if (known !== undefined) return known;
    return status >= 500 ? words.problems.broken(traceId ?? '') : error.message;
  };
}

/** As browsers call it when somebody closes their dialog for passkeys, or waits for too long. */
function isRefusedByBrowser(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotAllowedError';
}
