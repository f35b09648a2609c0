import type { ServiceContext } from '#platform/calls/service.ts';
import type { AttemptLimits } from './abuse-protection/attempt-limits.ts';
import type { KeyRing } from './signing-keys/key-ring.ts';
import type { PasswordHashing } from './secrets/password-hashing.ts';
import type { Tidying } from './tidying.ts';

/** What the use cases of auth work with. */
export interface AuthContext extends Pick<
  ServiceContext<'auth'>,
  'database' | 'external' | 'settings' | 'log'
> {
  readonly keys: KeyRing;
  readonly passwords: PasswordHashing;
  readonly limits: AttemptLimits;
  readonly tidying: Tidying;
}
