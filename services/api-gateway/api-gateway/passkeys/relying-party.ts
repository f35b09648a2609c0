import { failure } from '#kernel/contract.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Asking } from '../desk/use-case.ts';

/** What every use case about passkeys may answer with beside what auth does. */
export const passkeysUnavailable = { passkeys_unavailable: failure('conflict') };

/**
 * Who asks for a passkey, as browsers know it: the host name that was asked, where it is one of the
 * shop's, each channel's own. A passkey of one is shown to no other. Browsers have them where nobody
 * can listen: over https, and on localhost by its name.
 */
export function relyingPartyOf({ origins: find }: Asking) {
  const origins = find?.() ?? [];
  const [first] = origins;
  const id = first === undefined ? '' : new URL(first).hostname;
  const isName = /^(?=.{1,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(id) && !/^[\d.]+$/.test(id);
  return isName ? ok({ id, origins: [...origins] }) : unavailable();
}

function unavailable() {
  const message =
    'Browsers keep no passkeys for this address: that takes the https address of the shop (KONTOR_PUBLIC_URL, or the domain of a channel), or localhost.';
  return fail('passkeys_unavailable', message);
}
