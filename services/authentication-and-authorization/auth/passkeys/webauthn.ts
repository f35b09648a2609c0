import type { InputOf, OutputOf } from '#platform/calls/service.ts';
import { challengeSeconds } from './challenge-store.ts';
import type { KnownKey, ShownKey } from './passkey-store.ts';

/**
 * WebAuthn as the library has it, loaded when the first passkey comes: its parsers of certificates
 * are a tenth of what a shop starts with, and many a shop needs none.
 */
const library = () => import('@simplewebauthn/server');

export type RelyingParty = InputOf<'auth', 'beginPasskey'>['relyingParty'];
type Registration = InputOf<'auth', 'createPasskey'>['response'];
export type ProofShown = InputOf<'auth', 'signInWithPasskey'>['response'];

/** EdDSA, ES256 and RS256: what authenticators have. */
const algorithms = [-8, -7, -257];
const timeout = challengeSeconds * 1_000;

/** The account's own id, as an authenticator keeps it beside the key: it says nothing of anybody. */
export function userHandleOf(accountId: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(accountId.replaceAll('-', ''), 'hex'));
}

/** One that the browser finds by itself, and that is unlocked by its owner each time. */
export async function creationOptions(
  relyingParty: RelyingParty,
  shopName: string,
  account: { readonly accountId: string; readonly email: string; readonly name: string | null },
  known: readonly KnownKey[],
): Promise<OutputOf<'auth', 'beginPasskey'>['options']> {
  const { generateRegistrationOptions } = await library();
  const made = await generateRegistrationOptions({
    rpName: shopName,
    rpID: relyingParty.id,
    userName: account.email,
    userID: userHandleOf(account.accountId),
    userDisplayName: account.name ?? account.email,
    timeout,
    attestationType: 'none',
    supportedAlgorithmIDs: algorithms,
  });
  const { rp, user, challenge, pubKeyCredParams, attestation = 'none' } = made;
  return {
    rp: { id: relyingParty.id, name: rp.name },
    user,
    challenge,
    pubKeyCredParams,
    timeout,
    attestation,
    // A device that has one already says so, in place of making another for the same account.
    excludeCredentials: known
      .filter(({ rpId }) => rpId === relyingParty.id)
      .map(({ credentialId, transports }) => ({
        id: credentialId.toString('base64url'),
        type: 'public-key',
        transports,
      })),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
  };
}

/** Of nobody in particular: the browser offers what passkeys it has for this host. */
export async function requestOptions({ id }: RelyingParty) {
  const { generateAuthenticationOptions } = await library();
  const { challenge } = await generateAuthenticationOptions({
    rpID: id,
    userVerification: 'required',
    timeout,
  });
  return { rpId: id, challenge, timeout, userVerification: 'required' };
}

/** What was signed, before anything is believed of it: the challenge that it says. */
export function challengeIn({ response }: Registration | ProofShown): string | undefined {
  try {
    const text = Buffer.from(response.clientDataJSON, 'base64url').toString('utf8');
    const { challenge } = JSON.parse(text) as { challenge?: unknown };
    return typeof challenge === 'string' && challenge.length <= 200 ? challenge : undefined;
  } catch {
    return undefined;
  }
}

/** @throws where it was made otherwise than it was asked for */
export async function verifyRegistration(
  response: Registration,
  challenge: string,
  { id, origins }: RelyingParty,
) {
  const { verifyRegistrationResponse } = await library();
  const { rawId = response.id, response: given } = response;
  const { clientDataJSON, attestationObject } = given;
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: {
      id: response.id,
      rawId,
      type: response.type,
      response: { clientDataJSON, attestationObject },
      clientExtensionResults: {},
    },
    expectedChallenge: challenge,
    expectedOrigin: origins,
    expectedRPID: id,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  });
  if (!verified) throw new Error('its attestation does not hold');
  return registrationInfo;
}

/** @throws where it was not signed by this key, for this, here, or by its owner */
export async function verifyProof(
  response: ProofShown,
  challenge: string,
  { id, origins }: RelyingParty,
  key: ShownKey,
) {
  const { verifyAuthenticationResponse } = await library();
  const { rawId = response.id, response: given } = response;
  const { clientDataJSON, authenticatorData, signature, userHandle } = given;
  // Whose the key is, the authenticator says too.
  const isOwners =
    userHandle && Buffer.from(userHandle, 'base64url').equals(userHandleOf(key.accountId));
  if (!isOwners) throw new Error('the authenticator names another owner');
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: {
      id: response.id,
      rawId,
      type: response.type,
      response: { clientDataJSON, authenticatorData, signature, userHandle },
      clientExtensionResults: {},
    },
    expectedChallenge: challenge,
    expectedOrigin: origins,
    expectedRPID: id,
    requireUserVerification: true,
    credential: {
      id: response.id,
      publicKey: Uint8Array.from(key.publicKey),
      counter: Number(key.signCount),
    },
  });
  if (!verified) throw new Error('the signature is none of this key');
  const isEligible = authenticationInfo.credentialDeviceType === 'multiDevice';
  if (isEligible !== key.backupEligible) throw new Error('it may be copied now, or no more');
  return authenticationInfo;
}
