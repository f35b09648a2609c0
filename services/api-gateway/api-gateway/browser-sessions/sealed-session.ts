import {
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';
import { z } from 'zod';
import * as clock from '#kernel/clock.ts';
import { openWith, sealWith, type Secrets } from '#platform/ground/sealed.ts';

/** What the cookie of a session holds, sealed. */
const heldSession = z.strictObject({
  kind: z.enum(['guest', 'customer', 'staff']),
  /** Of the guest, or of auth's session: another one after each sign-in. */
  id: z.string(),
  accessToken: z.string(),
  accessEndsAtMs: z.int(),
  /** Of a customer or of staff. */
  refreshToken: z.string().optional(),
  /** What is shown later is none, whatever a browser keeps. */
  endsAtMs: z.int(),
});
export type HeldSession = z.output<typeof heldSession>;

const weekMs = 7 * 86_400_000;
/** No cookie is good for longer than a guest may come back: 31 days. */
const weeksOpened = 6;
const tokenBytes = 16;
const nobody = 'nobody';

/** Seals what cookies hold, with a key of its own for each week, and makes the tokens of forms. */
export class SessionSeal {
  /** Of this data folder: browsers keep one jar for all ports of a machine. */
  readonly folderId: string;
  private readonly root: KeyObject;
  private readonly formKey: KeyObject;
  private readonly keys = new Map<number, KeyObject>();

  constructor(secrets: Secrets) {
    this.root = secrets.key('browser sessions');
    this.formKey = this.derive('forms');
    this.folderId = createHmac('sha256', this.derive('cookie names')).digest('hex').slice(0, 10);
  }

  seal(held: HeldSession): string {
    const week = weekNow();
    return `${week.toString(36)}.${sealWith(this.keyOf(week), held)}`;
  }

  /** Undefined for what was changed, is over, or was sealed elsewhere. */
  open(text: string): HeldSession | undefined {
    const [, digits, sealed] = /^([0-9a-z]{1,6})\.([\w-]{40,})$/.exec(text) ?? [];
    if (digits === undefined || sealed === undefined) return undefined;
    const week = Number.parseInt(digits, 36);
    const age = weekNow() - week;
    if (age < 0 || age >= weeksOpened) return undefined;
    try {
      const held = heldSession.parse(openWith(this.keyOf(week), sealed));
      return held.endsAtMs > clock.nowMs() ? held : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * The token that forms of a session carry, in another writing each time, so that nobody finds it
   * letter by letter in how well a page compresses. Nobody's is the same for all.
   */
  formToken(sessionId: string | undefined): string {
    const mask = sessionId === undefined ? Buffer.alloc(tokenBytes) : randomBytes(tokenBytes);
    const proof = this.proofOf(sessionId ?? nobody);
    return Buffer.concat([mask, exclusiveOr(mask, proof)]).toString('base64url');
  }

  isFormTokenOf(sessionId: string | undefined, given: string): boolean {
    const bytes = Buffer.from(given, 'base64url');
    if (bytes.length !== 2 * tokenBytes || given.length > 64) return false;
    const proof = exclusiveOr(bytes.subarray(0, tokenBytes), bytes.subarray(tokenBytes));
    return timingSafeEqual(proof, this.proofOf(sessionId ?? nobody));
  }

  private proofOf(sessionId: string): Buffer {
    return createHmac('sha256', this.formKey).update(sessionId).digest().subarray(0, tokenBytes);
  }

  private keyOf(week: number): KeyObject {
    let key = this.keys.get(week);
    if (!key) this.keys.set(week, (key = this.derive(`week ${week}`)));
    return key;
  }

  private derive(what: string): KeyObject {
    return createSecretKey(Buffer.from(hkdfSync('sha256', this.root.export(), 'kontor', what, 32)));
  }
}

function weekNow(): number {
  return Math.floor(clock.nowMs() / weekMs);
}

function exclusiveOr(one: Buffer, other: Buffer): Buffer {
  return Buffer.from(one.map((byte, at) => byte ^ other[at]!));
}
