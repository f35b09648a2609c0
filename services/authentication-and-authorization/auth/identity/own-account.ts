import type { Actor } from '#kernel/actor.ts';
import { fail } from '#kernel/result.ts';

/** The account of who asks; guests, API keys and the platform itself have none. */
export function ownAccountId({ kind, id }: Actor): string | undefined {
  return kind === 'customer' || kind === 'staff' ? id : undefined;
}

export function accountRequired() {
  return fail('account_required', 'Only who signed in has an account. Sign in and ask again.');
}
