import { createPrivateKey, type KeyObject } from 'node:crypto';
import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Secrets } from '#platform/ground/sealed.ts';
import type { Database } from '#platform/data/database.ts';
import {
  insertKey,
  lockKeys,
  makeKey,
  openPrivateKey,
  readKeys,
  type KeyRow,
  type PublicKey,
} from './key-store.ts';

const dayMs = 86_400_000;
/** How long a key signs. */
const signingMs = 30 * dayMs;
/** How long it is published before: whoever keeps keys for some minutes knows it by then. */
const aheadMs = dayMs;
/** How long it is published after: a guest's token may be renewed for 31 days. */
const afterMs = 32 * dayMs;
const retentionMs = 300_000;

interface Loaded {
  readonly rows: readonly KeyRow[];
  readonly published: readonly PublicKey[];
  readonly find: JWTVerifyGetKey;
  readonly privateKeys: Map<string, KeyObject>;
  readonly atMs: number;
}

export interface Signer {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/**
 * The keys that sign access tokens, read again every five minutes of use. Whoever reads them makes
 * the next one when it is due, so that rotation needs no timer.
 */
export class KeyRing {
  private loaded: Loaded | undefined;
  private loading: Promise<Loaded> | undefined;
  private readonly database: Database;
  private readonly secrets: Secrets;

  constructor(database: Database, secrets: Secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  async signer(invocation: Invocation): Promise<Signer> {
    const { rows, privateKeys } = await this.read(invocation);
    // A clock that is behind the one that made the first key finds it too early: it signs all the same.
    const signing = rows.findLast(({ signsFrom }) => isPast(signsFrom)) ?? rows[0]!;
    const { kid, privateJwkSealed } = signing;
    let key = privateKeys.get(kid);
    if (key === undefined) {
      const jwk = openPrivateKey(this.secrets, privateJwkSealed);
      key = createPrivateKey({ key: { ...jwk }, format: 'jwk' });
      privateKeys.set(kid, key);
    }
    return { kid, privateKey: key };
  }

  /** Of the last key, the one that signs, the next one, and those whose tokens may still be shown. */
  async published(invocation: Invocation): Promise<readonly PublicKey[]> {
    return (await this.read(invocation)).published;
  }

  /** For jose: the key that a token names. */
  async finder(invocation: Invocation): Promise<JWTVerifyGetKey> {
    return (await this.read(invocation)).find;
  }

  private async read(invocation: Invocation): Promise<Loaded> {
    const { loaded } = this;
    if (loaded && Math.abs(clock.nowMs() - loaded.atMs) < retentionMs) return loaded;
    this.loading ??= this.load(invocation).finally(() => (this.loading = undefined));
    return this.loading;
  }

  private async load(invocation: Invocation): Promise<Loaded> {
    let rows = await this.database.query<KeyRow>(readKeys(), invocation);
    if (nextSignsFromMs(rows) !== undefined) {
      await this.makeNext(invocation);
      rows = await this.database.query<KeyRow>(readKeys(), invocation);
    }
    const published = rows
      .filter((_, index) => !isOver(rows[index + 1]))
      .map((row) => row.publicJwk);
    const find = createLocalJWKSet({ keys: published.map((key) => ({ ...key })) });
    const atMs = clock.nowMs();
    return (this.loaded = { rows, published, find, privateKeys: new Map(), atMs });
  }

  private async makeNext(invocation: Invocation): Promise<void> {
    const made = await makeKey(this.secrets);
    await this.database.transaction('makeSigningKey', invocation, async (tx) => {
      await tx.query(lockKeys());
      const startMs = nextSignsFromMs(await tx.query<KeyRow>(readKeys()));
      // Another process made it meanwhile.
      if (startMs === undefined) return;
      await tx.change(insertKey(made, new Date(startMs).toISOString()));
    });
  }
}

/** When the next key is to sign from; undefined while none is due. The very first signs at once. */
function nextSignsFromMs(rows: readonly KeyRow[]): number | undefined {
  const newest = rows.at(-1);
  if (newest === undefined) return clock.nowMs() - 1_000;
  const dueMs = Date.parse(newest.signsFrom) + signingMs;
  const nowMs = clock.nowMs();
  return nowMs < dueMs - aheadMs ? undefined : Math.max(dueMs, nowMs + aheadMs);
}

function isOver(successor: KeyRow | undefined): boolean {
  return successor !== undefined && Date.parse(successor.signsFrom) + afterMs < clock.nowMs();
}

function isPast(at: string): boolean {
  return Date.parse(at) <= clock.nowMs();
}
