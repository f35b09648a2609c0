import { told } from '@kontor/sdk';
import { kontor } from '../asking/kontor.ts';

/** Whether this browser has passkeys, and knows them in the writing in which they are sent. */
export function canUsePasskeys(): boolean {
  return (
    typeof PublicKeyCredential === 'function' &&
    typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function'
  );
}

/** By the browser's own dialog; which account it is, the passkey says. */
export async function signInWithPasskey(): Promise<void> {
  const { options } = await told(kontor.POST('/v1/auth/passkeys/proof'));
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const shown = await navigator.credentials.get({ publicKey });
  if (!(shown instanceof PublicKeyCredential)) {
    throw new DOMException('no passkey was shown', 'NotAllowedError');
  }
  const response = shown.toJSON() as never;
  await told(kontor.POST('/v1/browser-session/passkey', { body: { response } }));
}
