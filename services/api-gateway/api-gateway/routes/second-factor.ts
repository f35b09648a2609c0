import { auth } from '#contracts/auth/index.ts';
import { route, useCaseRoute, type Route } from '../declaring/route.ts';
import { signInWithCode } from '../purchases/sign-in.ts';
import { guestOf, originOf } from './auth.ts';

const { beginTotp, confirmTotp, disableTotp, renewRecoveryCodes } = auth.operations;
const place = { ipAddress: true, userAgent: true } as const;
const own = { tag: 'Identity', audience: 'store' } as const;

/** What an account shows beside its password. */
export const secondFactorRoutes: readonly Route[] = [
  useCaseRoute({
    tag: 'Identity',
    method: 'POST',
    path: '/v1/auth/mfa',
    summary: 'Sign in: the second step',
    description:
      'Where `POST /v1/auth/login` answered `mfa_required`: its `challengeToken`, good for five minutes and five tries, with a code of the authenticator app or a recovery code. Each code is good once.',
    performs: signInWithCode,
    body: signInWithCode.input.omit(place),
    input: (request) => ({ ...guestOf(request), ...request.body, ...originOf(request) }),
  }),
  route({
    ...own,
    method: 'GET',
    path: '/v1/auth/second-factor',
    operationId: 'getSecondFactor',
    summary: 'Read whether a second factor is asked for',
    calls: ['auth', 'getSecondFactor'],
    input: () => ({}),
  }),
  route({
    ...own,
    method: 'POST',
    path: '/v1/auth/totp',
    operationId: 'beginTotp',
    summary: 'Begin with an authenticator app',
    description:
      'A secret for the app (RFC 6238: SHA-1, 30 seconds, six digits). It counts once its first code was confirmed. Asked again, there is another secret. Where the shop asks staff for a second factor, who signed in by the password alone to an account that has a passkey is answered `step_up_required` with the method `passkey`, here and at the confirmation: see `POST /v1/auth/step-up`.',
    rateClass: 'sign_in',
    calls: ['auth', 'beginTotp'],
    body: beginTotp.input,
    input: ({ body }) => body,
  }),
  route({
    ...own,
    method: 'POST',
    path: '/v1/auth/totp/confirm',
    operationId: 'confirmTotp',
    summary: 'Confirm an authenticator app by its first code',
    description:
      'From then on signing in asks for a code. All sessions end, since they began without one, and a new one begins. The recovery codes are told here and never again.',
    rateClass: 'sign_in',
    calls: ['auth', 'confirmTotp'],
    body: confirmTotp.input.omit(place),
    input: (request) => ({ ...request.body, ...originOf(request) }),
  }),
  route({
    ...own,
    method: 'POST',
    path: '/v1/auth/totp/disable',
    operationId: 'disableTotp',
    summary: 'Sign in without an authenticator app again',
    description:
      'By a fresh code of the app, or a recovery code. The recovery codes go with it. A new password, also one by a mailed link, takes away no second factor.',
    rateClass: 'sign_in',
    calls: ['auth', 'disableTotp'],
    status: 204,
    body: disableTotp.input,
    input: ({ body }) => body,
  }),
  route({
    ...own,
    method: 'POST',
    path: '/v1/auth/recovery-codes',
    operationId: 'renewRecoveryCodes',
    summary: 'Make other recovery codes',
    description: 'By a fresh code. Those of before open nothing any more.',
    rateClass: 'sign_in',
    calls: ['auth', 'renewRecoveryCodes'],
    body: renewRecoveryCodes.input,
    input: ({ body }) => body,
  }),
];
