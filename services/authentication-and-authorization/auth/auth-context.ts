import type { ServiceContext } from '#platform/service.ts';
import type { KeyRing } from './key-ring.ts';
import type { PasswordHashing } from './password-hashing.ts';

/** What the use cases of auth work with. */
export interface AuthContext extends Pick<
  ServiceContext<'auth'>,
  'database' | 'external' | 'settings' | 'log'
> {
  readonly keys: KeyRing;
  readonly passwords: PasswordHashing;
}
