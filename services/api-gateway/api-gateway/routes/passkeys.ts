import { z } from 'zod';
import { auth } from '#contracts/auth/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, useCaseRoute, type Route } from '../declaring/route.ts';
import { beginPasskey, beginPasskeyProof } from '../passkeys/begin-passkey.ts';
import { createPasskey } from '../passkeys/create-passkey.ts';
import { proveAgain } from '../passkeys/prove-again.ts';
import { signInWithPasskey } from '../purchases/sign-in.ts';
import { guestOf, originOf } from './auth.ts';

const { renamePasskey } = auth.operations;
const tag = 'Identity';
const own = { tag, audience: 'store' } as const;
const place = { ipAddress: true, userAgent: true } as const;
const passkeyId = z.strictObject({ passkeyId: id });

/** Keys in a device, by which one signs in without a password, and what else proves who it is. */
export const passkeyRoutes: readonly Route[] = [
  route({
    ...own,
    method: 'GET',
    path: '/v1/auth/passkeys',
    operationId: 'listPasskeys',
    summary: "List one's own passkeys",
    calls: ['auth', 'listPasskeys'],
    input: () => ({}),
  }),
  useCaseRoute({
    tag,
    method: 'POST',
    path: '/v1/auth/passkeys/registration',
    summary: 'Begin with a passkey',
    description:
      'The `options` are for `PublicKeyCredential.parseCreationOptionsFromJSON` and `navigator.credentials.create`, at the host name that is asked here: a passkey is good at that one alone. They are good once, for five minutes. A session that has not proven who it is for ten minutes is answered `step_up_required`: see `POST /v1/auth/step-up`.',
    performs: beginPasskey,
  }),
  useCaseRoute({
    tag,
    method: 'POST',
    path: '/v1/auth/passkeys',
    summary: 'Keep a passkey',
    description:
      'With what `navigator.credentials.create` gave, as its `toJSON()` writes it. Its owner has to be verified by the device. It signs in from then on; the password and an authenticator app go on to do so too.',
    performs: createPasskey,
    body: createPasskey.input,
    status: 201,
  }),
  route({
    ...own,
    method: 'PATCH',
    path: '/v1/auth/passkeys/{passkeyId}',
    operationId: 'updatePasskey',
    summary: 'Rename a passkey',
    calls: ['auth', 'renamePasskey'],
    params: passkeyId,
    body: renamePasskey.input.omit({ passkeyId: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...own,
    method: 'DELETE',
    path: '/v1/auth/passkeys/{passkeyId}',
    operationId: 'deletePasskey',
    summary: 'Remove a passkey',
    description:
      'It signs in no more, and the sessions that it began end but for the one that asks. Asks for a fresh proof as `POST /v1/auth/passkeys/registration` does.',
    rateClass: 'sign_in',
    calls: ['auth', 'removePasskey'],
    status: 204,
    params: passkeyId,
    input: ({ params }) => params,
  }),
  useCaseRoute({
    tag,
    method: 'POST',
    path: '/v1/auth/passkeys/proof',
    summary: 'Begin to show a passkey',
    description:
      'The `options` are for `PublicKeyCredential.parseRequestOptionsFromJSON` and `navigator.credentials.get`, also with `mediation: "conditional"`: the browser offers what passkeys it has for this host name. Good once, for five minutes.',
    performs: beginPasskeyProof,
  }),
  useCaseRoute({
    tag,
    method: 'POST',
    path: '/v1/auth/passkeys/sign-in',
    summary: 'Sign in with a passkey',
    description:
      'With what `navigator.credentials.get` gave, as its `toJSON()` writes it. A passkey that its owner unlocked is both factors: no password and no code are asked for. A storefront on the shop’s own address has the session in a cookie instead: `POST /v1/browser-session/passkey`.',
    performs: signInWithPasskey,
    body: signInWithPasskey.input.omit(place),
    input: (request) => ({ ...guestOf(request), ...request.body, ...originOf(request) }),
  }),
  useCaseRoute({
    tag,
    method: 'POST',
    path: '/v1/auth/step-up',
    summary: 'Prove once more who it is',
    description:
      'Where something was answered `step_up_required`: one of `password`, `code` and `passkey`, as its `methods` say. What changes the account itself is open to this session for ten minutes then. An account with an authenticator app shows a code or a passkey; the password alone is not enough. A passkey is the session’s second factor from then on: where the shop asks staff for one, the next refresh has their permissions.',
    performs: proveAgain,
    body: proveAgain.input,
  }),
];
