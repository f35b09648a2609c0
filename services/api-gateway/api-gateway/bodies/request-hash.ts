import type { Invocation } from '#kernel/invocation.ts';
import { bodyHash } from '#platform/resting/request-key.ts';

/** What a key stands for beside the fields. */
interface Asked {
  /** Of the offer: a use case or an operation. */
  readonly name: string;
  /** The thing as the client read it, by If-Match. */
  readonly version: number | undefined;
  readonly orderToken: string | undefined;
}

/**
 * Remembers what the client sent with its key, by name and before any schema read it: the same
 * request may be repeated to a version that reads more into it. All doors name the same fields,
 * wherever theirs takes them; their order and how the JSON was written tell nothing.
 */
export function withRequestHash(
  invocation: Invocation,
  { name, version, orderToken }: Asked,
  ...given: readonly unknown[]
): Invocation {
  if (invocation.idempotencyKey === undefined) return invocation;
  const fields = given
    .filter((part) => part !== undefined && part !== null)
    .flatMap((part): [string, unknown][] =>
      isFields(part) ? Object.entries(part) : [['', whole(part)]],
    )
    .filter(([, value]) => value !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  const requestHash = bodyHash({ name, version, orderToken, fields });
  return { ...invocation, requestHash };
}

/** Bytes as they came are one thing: taken apart, each would be a field of its own. */
function whole(part: unknown): unknown {
  return Buffer.isBuffer(part) ? part.toString('base64') : part;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  return !Array.isArray(value) && !Buffer.isBuffer(value);
}
