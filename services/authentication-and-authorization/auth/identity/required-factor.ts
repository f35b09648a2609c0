import type { Settings } from '#platform/ground/settings.ts';
import type { AccountRow } from './account-store.ts';

/**
 * Whether a session may do nothing but what its account itself is set up by: the shop asks staff for a
 * second factor, and it showed none that still counts. A passkey is one by itself.
 * @param shown beside the password, as the session's row has it
 */
export function lacksRequiredFactor(
  { requireMfa = 'none' }: Pick<Settings, 'requireMfa'>,
  { kind, secondFactorSince }: Pick<AccountRow, 'kind' | 'secondFactorSince'>,
  shown: string | null,
): boolean {
  if (requireMfa !== 'staff' || kind !== 'staff') return false;
  const isPasskey = shown?.startsWith('passkey:') ?? false;
  return shown === null || (secondFactorSince === null && !isPasskey);
}
