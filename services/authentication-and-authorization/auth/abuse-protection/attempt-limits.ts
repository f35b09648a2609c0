import { createHmac, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto';
import { placeOf } from '#kernel/client-address.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

const minuteSeconds = 60;
const daySeconds = 86_400;

interface Limit {
  readonly attempts: number;
  readonly windowSeconds: number;
}

const passwordsTried = [
  { attempts: 5, windowSeconds: minuteSeconds },
  { attempts: 50, windowSeconds: daySeconds },
];

const mailsAsked = [
  { attempts: 3, windowSeconds: 10 * minuteSeconds },
  { attempts: 10, windowSeconds: daySeconds },
];

/**
 * Passwords tried on one account: from one address, so that a stranger elsewhere locks nobody out;
 * on a device that signed in before, so that one beside it does not either; and from everywhere, by
 * devices that are not known. Further those tried from one address or /64 and from the /48 around
 * it, and mails asked for to one address.
 */
const limits = {
  account: passwordsTried,
  device: passwordsTried,
  // Within a session, where no stranger is: wherever it is used.
  current_password: passwordsTried,
  // Codes beside a password that was right: of a million three count at a time, so it takes years.
  second_factor: [
    { attempts: 10, windowSeconds: 10 * minuteSeconds },
    { attempts: 50, windowSeconds: daySeconds },
  ],
  account_everywhere: [{ attempts: 500, windowSeconds: daySeconds }],
  ip_address: [{ attempts: 20, windowSeconds: minuteSeconds }],
  ip_network: [{ attempts: 160, windowSeconds: minuteSeconds }],
  mail: mailsAsked,
  // By one account, to however many addresses: each is told to its present one, too.
  email_change: mailsAsked,
} as const satisfies Record<string, readonly Limit[]>;
export type LimitName = keyof typeof limits;

/** What is known of who tries a password. */
interface Trier {
  readonly ipAddress: string | undefined;
  readonly deviceToken?: string | undefined;
}

interface Parts extends Pick<ServiceContext<'auth'>, 'database' | 'log'> {
  readonly settings: Pick<Settings, 'secrets' | 'rateLimits'>;
}

/**
 * Counts attempts in the database, exactly, by the time of each, so that all replicas count as one.
 * It knows nothing of accounts: known and unknown ones are limited alike. Where it cannot count, it
 * throws as every use of the database does, and nothing is let through. `Tidying` deletes what is
 * within no window any more.
 */
export class AttemptLimits {
  private readonly database: Parts['database'];
  private readonly log: Parts['log'];
  private readonly enabled: boolean;
  private readonly key: KeyObject;

  constructor({ database, settings, log }: Parts) {
    this.database = database;
    this.log = log;
    this.enabled = settings.rateLimits !== 'off';
    this.key = settings.secrets.key('attempt limits');
  }

  /** Counts an attempt, or says how to wait. A refused attempt does not prolong the waiting. */
  async take(name: LimitName, subject: string, invocation: Invocation) {
    if (!this.enabled) return undefined;
    const statement = countAttempt(name, this.hash(name, subject));
    const [row] = await this.database.write<Counted>('countAttempt', statement, invocation);
    const { waitSeconds } = row!;
    return waitSeconds !== null && waitSeconds > 0 ? tooManyAttempts(waitSeconds) : undefined;
  }

  /** Counts a password tried on an account, known or not, by what is known of who tries it. */
  async takeOn(account: string, by: Trier, invocation: Invocation) {
    for (const [name, subject] of this.budgetsOf(account, by)) {
      const limited = await this.take(name, subject, invocation);
      if (limited) return limited;
    }
    return undefined;
  }

  async giveBackOn(account: string, by: Trier, invocation: Invocation): Promise<void> {
    const budgets = this.budgetsOf(account, by);
    await Promise.all(budgets.map(([name, subject]) => this.giveBack(name, subject, invocation)));
  }

  /** Forgets the passwords tried on an account with the transaction that gives it another one. */
  forgetOn(tx: Transaction, account: string, by: Trier): void {
    for (const [name, subject] of this.budgetsOf(account, by)) this.forget(tx, name, subject);
  }

  /**
   * What a device is told when it has signed in, and shows when it does so again. It says nothing
   * but that, is good for this account alone and opens nothing.
   */
  newDevice(account: string): string {
    const device = randomBytes(16).toString('base64url');
    return `${device}.${this.deviceProof(account, device)}`;
  }

  /** Which device this is that signed in to the account before; undefined for others. */
  deviceOf(account: string, deviceToken: string | undefined): string | undefined {
    const [device = '', proof = ''] = deviceToken?.split('.') ?? [];
    const expected = Buffer.from(this.deviceProof(account, device));
    const shown = Buffer.from(proof);
    const isKnown = shown.length === expected.length && timingSafeEqual(shown, expected);
    return isKnown ? device : undefined;
  }

  private budgetsOf(account: string, { ipAddress, deviceToken }: Trier): [LimitName, string][] {
    const device = this.deviceOf(account, deviceToken);
    if (device !== undefined) return [['device', `${account}\n${device}`]];
    const { network } = placeOf(ipAddress);
    return [
      ['account', `${account}\n${network}`],
      ['account_everywhere', account],
    ];
  }

  private deviceProof(account: string, device: string): string {
    return createHmac('sha256', this.key)
      .update(`known\n${account}\n${device}`)
      .digest('base64url');
  }

  /** Counts an attempt from where a request came, in any spelling of its address. */
  async takeAt(ipAddress: string, invocation: Invocation) {
    const { network, widerNetwork } = placeOf(ipAddress);
    const limited = await this.take('ip_address', network, invocation);
    if (limited || widerNetwork === undefined) return limited;
    return this.take('ip_network', widerNetwork, invocation);
  }

  async giveBackAt(ipAddress: string, invocation: Invocation): Promise<void> {
    const { network, widerNetwork } = placeOf(ipAddress);
    await this.giveBack('ip_address', network, invocation);
    if (widerNetwork !== undefined) await this.giveBack('ip_network', widerNetwork, invocation);
  }

  /**
   * Takes the newest attempt back: it succeeded, or was never tried. Sent once, without `write`'s
   * repetitions, for who takes back twice lets one more through. One that is lost counts, and what
   * it followed stays done.
   */
  async giveBack(name: LimitName, subject: string, invocation: Invocation): Promise<void> {
    if (!this.enabled) return;
    try {
      await this.database.query(dropNewest(this.hash(name, subject)), invocation);
    } catch (error) {
      this.log.warn({ error: String(error), limit: name }, 'an attempt could not be given back');
    }
  }

  /** Forgets all attempts with the transaction of what makes up for them. */
  private forget(tx: Transaction, name: LimitName, subject: string): void {
    if (!this.enabled) return;
    tx.last(sql`delete from attempts where subject_hash = ${this.hash(name, subject)}`);
  }

  private hash(name: LimitName, subject: string): Buffer {
    return createHmac('sha256', this.key).update(`${name}\n${subject}`).digest();
  }
}

interface Counted {
  /** Null or not above 0 when the attempt was counted. */
  readonly waitSeconds: number | null;
}

/**
 * The row's lock puts attempts that come at once one after the other, and each sees those before
 * it. The times are ascending though one that waited for the lock began before its predecessor.
 */
function countAttempt(name: LimitName, hash: Buffer): Statement {
  const stored = Math.max(...limits[name].map(({ attempts }) => attempts));
  const longestSeconds = Math.max(...limits[name].map(({ windowSeconds }) => windowSeconds));
  return sql`
    insert into attempts as a (subject_hash, times, expires_at)
    values (${hash}, array[kontor_now()], kontor_now() + ${longestSeconds} * interval '1 second')
    on conflict (subject_hash) do update set
      times = case when ${waitOf(name, sql`a.times`)} > 0 then a.times else
        (a.times || greatest(excluded.times[1], a.times[cardinality(a.times)]))
          [greatest(1, cardinality(a.times) + 2 - ${stored}::int):] end,
      expires_at = greatest(a.expires_at, excluded.expires_at)
    returning ceil(${waitOf(name, sql`old.times`)})::int as wait_seconds`;
}

/** Seconds until there is room for one more: 0 or less when there is, null when there always was. */
function waitOf(name: LimitName, times: Statement): Statement {
  const attempts = limits[name].map((limit) => limit.attempts);
  const windows = limits[name].map((limit) => limit.windowSeconds);
  return sql`(
    select max(extract(epoch from
      ${times}[cardinality(${times}) + 1 - attempts] - kontor_now()) + seconds)
    from unnest(${attempts}::int[], ${windows}::int[]) l (attempts, seconds))`;
}

function dropNewest(hash: Buffer): Statement {
  return sql`
    update attempts set times = times[:cardinality(times) - 1] where subject_hash = ${hash}`;
}

function tooManyAttempts(retryAfterSeconds: number) {
  const message = `Too many attempts. Try again in ${retryAfterSeconds} seconds.`;
  return fail('too_many_attempts', message, { retryAfterSeconds });
}
