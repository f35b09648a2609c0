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
async function showPasskey(): Promise<never> {
  const { options } = await told(kontor.POST('/v1/auth/passkeys/proof'));
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const shown = await navigator.credentials.get({ publicKey });
  if (!(shown instanceof PublicKeyCredential)) {
    throw new DOMException('no passkey was shown', 'NotAllowedError');
  }
  return shown.toJSON() as never;
}

export async function signInWithPasskey(): Promise<void> {
  const response = await showPasskey();
  await told(kontor.POST('/v1/browser-session/passkey', { body: { response } }));
}

/** Of who is signed in already, and shows once more that it is them. */
export async function provePasskey(): Promise<void> {
  const passkey = await showPasskey();
  await told(kontor.POST('/v1/auth/step-up', { body: { passkey } }));
}

/** Makes one on this device, or on one that is near it. */
export async function makePasskey(name: string): Promise<void> {
  const { options } = await told(kontor.POST('/v1/auth/passkeys/registration'));
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as PublicKeyCredentialCreationOptionsJSON,
  );
  const made = await navigator.credentials.create({ publicKey });
  if (!(made instanceof PublicKeyCredential)) {
    throw new DOMException('no passkey was made', 'NotAllowedError');
  }
  const response = made.toJSON() as never;
  await told(kontor.POST('/v1/auth/passkeys', { body: { name, response } }));
}
