import { hash, verify, type Options } from '@node-rs/argon2';
import { fail } from '#kernel/result.ts';

const runningLimit = 2;
const waitingLimit = 50;
const retryAfterSeconds = 2;
/** Argon2id is the package's default. */
const options: Options = {
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  outputLen: 32,
};
/** Of a password that nobody knows, with the same cost: what an unknown account is checked against. */
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$skvGE9kNGD876KezPv80Sg$FYR5mTyMIWduuCQ8ghXQ31c663MtctGV0/Vg+BDBg1I';

/** The queue is full. Use cases answer it as `passwordChecksBusy`. */
const busy = Symbol('busy');
export type Busy = typeof busy;

export function isBusy(value: unknown): value is Busy {
  return value === busy;
}

export function passwordChecksBusy() {
  const message = 'Too many people sign in right now. Try again in a few seconds.';
  return fail('password_checks_busy', message, { retryAfterSeconds });
}

/**
 * Argon2id in a queue of its own: each takes some 16 ms of a core and 19 MiB, so two run at once,
 * fifty wait, and more are sent away. Checkouts never wait behind logins.
 */
export class PasswordHashing {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  hash(password: string): Promise<string | Busy> {
    return this.take(() => hash(normalized(password), options));
  }

  /** Whether it is the password. Without a hash it takes as long and says no. */
  verify(passwordHash: string | null | undefined, password: string): Promise<boolean | Busy> {
    return this.take(async () => {
      const matches = await verify(passwordHash ?? nobodysHash, normalized(password));
      return matches && typeof passwordHash === 'string';
    });
  }

  private async take<T>(work: () => Promise<T>): Promise<T | Busy> {
    if (this.running >= runningLimit) {
      if (this.waiting.length >= waitingLimit) return busy;
      // Whoever finishes hands the place over, so nobody slips in between.
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}

/** The same password typed on different keyboards is the same bytes. */
function normalized(password: string): string {
  return password.normalize('NFKC');
}
