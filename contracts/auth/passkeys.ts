import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { deviceToken, givenPassword, guardFailures, origin, sessionTokens } from './shapes.ts';
import { id, pageOf, text, timestamp } from '../shapes.ts';
import { ofKind } from '../text-kinds.ts';

const base64url = (most: number) =>
  ofKind(
    'secret',
    z
      .string()
      .regex(/^[\w-]+$/)
      .max(most),
  );
const credentialId = base64url(1_400).meta({ examples: ['q1tTQkFuR0hYb2l5N2p6c0E4d0ZrUQ'] });
const clientDataJSON = base64url(8_192).meta({
  description: 'What was signed: of which kind, with which challenge, at which address',
  examples: ['eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0'],
});
const attachment = ofKind('code', z.string().max(40)).nullish();
const answered = {
  id: credentialId,
  rawId: credentialId.optional(),
  type: z.literal('public-key'),
  authenticatorAttachment: attachment,
  clientExtensionResults: z.looseObject({}).optional(),
};

/** As browsers write down what an authenticator answers (`PublicKeyCredential.toJSON()`). */
export const registrationResponse = z
  .strictObject({
    ...answered,
    response: z.strictObject({
      clientDataJSON,
      attestationObject: base64url(32_768).meta({ examples: ['o2NmbXRkbm9uZQ'] }),
      transports: z
        .array(ofKind('code', z.string().max(40)))
        .max(10)
        .optional(),
      authenticatorData: base64url(16_384).optional(),
      publicKey: base64url(8_192).nullish(),
      publicKeyAlgorithm: z.int().optional(),
    }),
  })
  .meta({ id: 'PasskeyRegistrationResponse' });
export const proofResponse = z
  .strictObject({
    ...answered,
    response: z.strictObject({
      clientDataJSON,
      authenticatorData: base64url(8_192).meta({ examples: ['SZYN5YgOjGh0NBcP'] }),
      signature: base64url(8_192).meta({ examples: ['MEUCIQDx'] }),
      userHandle: base64url(128).nullish(),
    }),
  })
  .meta({ id: 'PasskeyProofResponse' });

/** For which host name, and at which addresses of it; the gateway says it, never the client. */
export const relyingParty = z.strictObject({
  id: z.string().max(253),
  origins: z.array(z.string().max(300)).min(1).max(4),
});

const descriptor = z.strictObject({
  id: z.string(),
  type: z.string(),
  transports: z.array(z.string()).optional(),
});
const forBrowsers = 'For `PublicKeyCredential.parse…OptionsFromJSON`, as WebAuthn has it';
const begunUntil = timestamp.meta({ description: 'Answer it until then, once' });

const creationOptions = z
  .strictObject({
    rp: z.strictObject({ id: z.string(), name: z.string() }),
    user: z.strictObject({ id: z.string(), name: z.string(), displayName: z.string() }),
    challenge: z.string(),
    pubKeyCredParams: z.array(z.strictObject({ type: z.string(), alg: z.int() })),
    timeout: z.int(),
    excludeCredentials: z.array(descriptor),
    authenticatorSelection: z.strictObject({
      residentKey: z.string(),
      requireResidentKey: z.boolean(),
      userVerification: z.string(),
    }),
    attestation: z.string(),
  })
  .meta({ id: 'PasskeyCreationOptions', description: forBrowsers });
const requestOptions = z
  .strictObject({
    rpId: z.string(),
    challenge: z.string(),
    timeout: z.int(),
    userVerification: z.string(),
  })
  .meta({ id: 'PasskeyRequestOptions', description: forBrowsers });

export const passkey = z
  .strictObject({
    passkeyId: id,
    name: z.string(),
    host: z.string().meta({ description: 'The host name of the shop that it signs in at' }),
    isSynced: z.boolean().meta({
      description: 'Whether its maker keeps a copy of it elsewhere, so that it outlives the device',
    }),
    createdAt: timestamp,
    lastUsedAt: timestamp.nullable(),
  })
  .meta({ id: 'Passkey' });

const name = text(60).meta({ examples: ['Telephone'] });
const account_required = failure('forbidden');
const passkey_not_found = failure('not_found');
const { too_many_attempts, password_checks_busy } = guardFailures;
/** Prove it again (`proveAgain`): the session last did so too long ago for this. */
export const step_up_required = failure(
  'forbidden',
  z.strictObject({
    methods: z.array(z.string()).meta({ examples: [['code', 'passkey']] }),
    maxAgeSeconds: z.int(),
  }),
);
const refusedProofs = (kind: 'unauthenticated' | 'forbidden') => ({
  /** Not signed for this, here, now, or by whom it has to be. */
  passkey_invalid: failure(kind),
  /** The account has it no more. */
  passkey_unknown: failure(kind),
});

/** Operations of auth about passkeys: keys in a device, by which one signs in without a password. */
export const passkeyOperations = {
  /** One's own, newest first: of all hosts of the shop. */
  listPasskeys: query({
    access: 'owner',
    input: z.strictObject({}),
    output: pageOf(passkey),
    failures: { account_required },
  }),
  /** What the authenticator is asked, to make a passkey for this host. */
  beginPasskey: command({
    access: 'owner',
    idempotency: 'natural',
    input: z.strictObject({ relyingParty }),
    output: z
      .strictObject({ options: creationOptions, expiresAt: begunUntil })
      .meta({ id: 'BegunPasskey' }),
    failures: {
      account_required,
      step_up_required,
      passkey_limit_reached: failure('conflict', z.strictObject({ limit: z.int() })),
    },
  }),
  /** Keeps a passkey that was made as `beginPasskey` asked; from then on it signs in. */
  createPasskey: command({
    access: 'owner',
    idempotency: 'natural',
    input: z.strictObject({ name, response: registrationResponse, relyingParty }),
    output: passkey,
    failures: {
      account_required,
      /** Also where the session that asks has ended meanwhile. */
      step_up_required,
      passkey_invalid: failure('forbidden'),
      passkey_limit_reached: failure('conflict', z.strictObject({ limit: z.int() })),
      /** Some account has it already. */
      passkey_known: failure('conflict'),
    },
  }),
  renamePasskey: command({
    access: 'owner',
    idempotency: 'natural',
    input: z.strictObject({ passkeyId: id, name: name.optional() }),
    output: passkey,
    failures: { account_required, passkey_not_found },
  }),
  /** Sessions that it began end with it, but for the one that asks. */
  removePasskey: command({
    access: 'owner',
    idempotency: 'natural',
    input: z.strictObject({ passkeyId: id }),
    output: z.strictObject({}),
    failures: { account_required, step_up_required, passkey_not_found },
  }),
  /** What the authenticator is asked, to show a passkey of this host: whose it is, is not known yet. */
  beginPasskeyProof: command({
    access: 'public',
    idempotency: 'natural',
    input: z.strictObject({ relyingParty }),
    output: z
      .strictObject({ options: requestOptions, expiresAt: begunUntil })
      .meta({ id: 'BegunPasskeyProof' }),
  }),
  /** Both factors at once: what one has, unlocked by what one knows or is. */
  signInWithPasskey: command({
    access: 'public',
    idempotency: 'natural',
    input: z.strictObject({ response: proofResponse, relyingParty, ...origin, deviceToken }),
    output: sessionTokens,
    failures: {
      too_many_attempts,
      login_refused: failure('forbidden'),
      ...refusedProofs('unauthenticated'),
    },
  }),
  /**
   * Proves in a session once more who it is, for ten minutes, by one of three: a passkey, a code of
   * the second factor, or, of an account without one, the password.
   */
  proveAgain: command({
    access: 'owner',
    idempotency: 'natural',
    input: z.strictObject({
      password: givenPassword.optional(),
      code: ofKind('secret', z.string().min(6).max(40)).optional(),
      passkey: proofResponse.optional(),
      relyingParty: relyingParty.optional(),
    }),
    output: z.strictObject({ until: timestamp }).meta({ id: 'ProvenAgain' }),
    failures: {
      account_required,
      too_many_attempts,
      password_checks_busy,
      /** Nothing was shown, or several things were. */
      proof_ambiguous: failure('invalid'),
      current_password_wrong: failure('forbidden'),
      /** The account asks for a second factor: its password alone proves nothing. */
      code_required: failure('forbidden'),
      code_invalid: failure('forbidden'),
      ...refusedProofs('forbidden'),
    },
  }),
  /** Refuses a session that did not prove for ten minutes who it is, for what other services do. */
  requireProof: query({
    access: 'owner',
    input: z.strictObject({}),
    output: z.strictObject({}),
    failures: { account_required, step_up_required },
  }),
};
