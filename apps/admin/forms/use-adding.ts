import { useRef } from 'react';
import { isRefused } from '../asking/kontor.ts';
import { isOvertaken } from '../products/product-commands.ts';
import { ifMatch, ifNone, type Expected } from './if-match.ts';

interface Added<Body, Made> {
  /** Of each there is one alone. */
  readonly name: string;
  readonly body: Body;
  readonly put: (body: Body, expected: Expected) => Promise<Made>;
  /** What is there under the name, as it would be sent. */
  readonly read: () => Promise<{ readonly body: Body; readonly version: number | undefined }>;
}

interface Attempt {
  readonly name: string;
  /** Once it was taken: what is sent again changes it. */
  readonly version?: number | undefined;
  /** What was sent where the answer was lost. */
  readonly lost?: string;
}

/**
 * Adds a thing under a name of its own, in as many attempts as it takes. What an attempt added whose
 * answer was lost, or that came no further, is one's own: it is not taken for somebody else's.
 */
export function useAdding() {
  const last = useRef<Attempt>(undefined);
  return {
    /** Whether what is there under this name may be one's own. */
    isBegun: (name: string) => last.current?.name === name,
    add: async <Body, Made extends { readonly version?: number | undefined }>(
      added: Added<Body, Made>,
    ): Promise<Made> => {
      const { name, body, put, read } = added;
      const before = last.current?.name === name ? last.current : undefined;
      const send = async (expected: Expected) => {
        try {
          const made = await put(body, expected);
          last.current = { name, version: made.version };
          return made;
        } catch (error) {
          if (!isRefused(error)) last.current = { ...before, name, lost: inOneOrder(body) };
          throw error;
        }
      };
      const isMade = before !== undefined && before.lost === undefined;
      try {
        return await send(isMade ? ifMatch(before.version) : ifNone);
      } catch (error) {
        if (before?.lost === undefined || !isOvertaken(error)) throw error;
        const there = await read();
        if (inOneOrder(there.body) !== before.lost) throw error;
        return send(ifMatch(there.version));
      }
    },
  };
}

/** Fields in any order are the same. */
const inOneOrder = (body: unknown): string =>
  JSON.stringify(body, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
