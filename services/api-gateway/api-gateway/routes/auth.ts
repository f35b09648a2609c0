import { z } from 'zod';
import { auth } from '#contracts/auth/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, useCaseRoute, type Route, type RouteRequest } from '../declaring/route.ts';
import { signIn } from '../purchases/sign-in.ts';

const { createGuest, register, verifyEmail, resendVerification } = auth.operations;
const { requestEmailChange, confirmEmailChange } = auth.operations;
const { refreshSession, logout, requestPasswordReset, resetPassword, changePassword } =
  auth.operations;

const tag = 'Identity';
/** A public operation that one may need because the token one has is over. */
const open = { tag, audience: 'store', identity: 'ignored' } as const;
const own = { tag, audience: 'store' } as const;
const place = { ipAddress: true, userAgent: true } as const;
const userAgentLimit = 500;

/** From where it is asked, as the gateway saw it. */
export function originOf({ ipAddress, userAgent }: Pick<RouteRequest, 'ipAddress' | 'userAgent'>) {
  return {
    ipAddress: ipAddress.slice(0, 64),
    ...(userAgent ? { userAgent: userAgent.slice(0, userAgentLimit) } : {}),
  };
}

/** As whom they have shopped until now, where they still say so. */
export function guestOf({ headers: { authorization } }: RouteRequest): { guestToken?: string } {
  if (typeof authorization !== 'string') return {};
  const guestToken = /^bearer +([\w.~+/-]{1,4000}=*)$/i.exec(authorization)?.[1];
  return guestToken === undefined ? {} : { guestToken };
}

const registering: readonly Route[] = [
  route({
    ...open,
    method: 'POST',
    path: '/v1/auth/guests',
    operationId: 'createGuest',
    summary: 'Become a guest',
    description:
      'A token for shopping without an account, good for 24 hours. Send the one of before as `previousToken` to stay the same guest; that works until `renewableUntil`.',
    calls: ['auth', 'createGuest'],
    status: 201,
    body: createGuest.input,
    input: ({ body }) => body,
  }),
  route({
    ...open,
    method: 'POST',
    path: '/v1/auth/register',
    operationId: 'register',
    summary: 'Register as a customer',
    description:
      'Sends a link to the address; the account begins when it is opened. The answer is the same whether the address has an account or not.',
    rateClass: 'sign_in',
    calls: ['auth', 'register'],
    status: 202,
    body: register.input.omit(place),
    input: (request) => ({ ...request.body, ...originOf(request) }),
  }),
  route({
    ...open,
    method: 'POST',
    path: '/v1/auth/verify-email',
    operationId: 'verifyEmail',
    summary: 'Verify an e-mail address',
    description:
      'With the token of the link in the mail. The account begins with the password that is given here, whatever was given at registration: whoever has the link chooses it. Orders that were placed with the address as a guest are then among the account’s. Sign in afterwards.',
    rateClass: 'sign_in',
    calls: ['auth', 'verifyEmail'],
    body: verifyEmail.input.required({ password: true }),
    input: ({ body }) => body,
  }),
  route({
    ...open,
    method: 'POST',
    path: '/v1/auth/verify-email/resend',
    operationId: 'resendVerification',
    summary: 'Ask for another verification link',
    rateClass: 'sign_in',
    calls: ['auth', 'resendVerification'],
    status: 202,
    body: resendVerification.input.omit(place),
    input: (request) => ({ ...request.body, ...originOf(request) }),
  }),
];

const sessions: readonly Route[] = [
  useCaseRoute({
    tag,
    method: 'POST',
    path: '/v1/auth/login',
    summary: 'Sign in',
    description:
      'For customers and staff. An account with a second factor is answered `mfa_required`: go on with `POST /v1/auth/mfa`. The access token is good for ten minutes; the refresh token gets the next one and is good for one use. Keep the `deviceToken` and send it at the next sign-in: on a device that shows none, and was not there before, the owner is told by mail. A storefront on the shop’s own address has both in a cookie instead, out of reach of scripts: `POST /v1/browser-session`. What a guest had put into a cart goes into the customer’s newest cart that is not empty: send the guest’s token in Authorization or as `guestToken`.',
    performs: signIn,
    body: signIn.input.omit(place),
    input: (request) => ({ ...guestOf(request), ...request.body, ...originOf(request) }),
  }),
  route({
    ...open,
    method: 'POST',
    path: '/v1/auth/refresh',
    operationId: 'refreshSession',
    summary: 'Refresh a session',
    description:
      'Spends the refresh token for the next one. Shown again within 20 seconds it gets the same successor; later the whole session ends, since somebody else has it.',
    calls: ['auth', 'refreshSession'],
    body: refreshSession.input,
    input: ({ body }) => body,
  }),
  route({
    ...open,
    method: 'POST',
    path: '/v1/auth/logout',
    operationId: 'logout',
    summary: 'Sign out',
    description: 'Ends the session of the refresh token, or with `everywhere` all of the account.',
    calls: ['auth', 'logout'],
    status: 204,
    body: logout.input,
    input: ({ body }) => body,
  }),
  route({
    ...own,
    method: 'GET',
    path: '/v1/auth/account',
    operationId: 'getAccount',
    summary: 'Read who is signed in',
    calls: ['auth', 'getAccount'],
    input: () => ({}),
  }),
  route({
    ...own,
    method: 'GET',
    path: '/v1/auth/sessions',
    operationId: 'listSessions',
    summary: "List one's own sessions",
    calls: ['auth', 'listSessions'],
    input: () => ({}),
  }),
  route({
    ...own,
    method: 'DELETE',
    path: '/v1/auth/sessions',
    operationId: 'deleteSessions',
    summary: "End all of one's own sessions",
    calls: ['auth', 'endSessions'],
    status: 204,
    input: () => ({}),
  }),
  route({
    ...own,
    method: 'POST',
    path: '/v1/auth/sessions/end-others',
    operationId: 'endOtherSessions',
    summary: "End all of one's own sessions but this one",
    description: 'An open link to another address ends with them.',
    calls: ['auth', 'endOtherSessions'],
    status: 204,
    input: () => ({}),
  }),
  route({
    ...own,
    method: 'DELETE',
    path: '/v1/auth/sessions/{sessionId}',
    operationId: 'deleteSession',
    summary: "End one of one's own sessions",
    calls: ['auth', 'endSessions'],
    status: 204,
    params: z.strictObject({ sessionId: id }),
    input: ({ params }) => params,
  }),
];

const passwords: readonly Route[] = [
  route({
    ...open,
    method: 'POST',
    path: '/v1/auth/password-reset',
    operationId: 'requestPasswordReset',
    summary: 'Ask for a link to choose a new password',
    description: 'The answer is the same whether the address has an account or not.',
    rateClass: 'sign_in',
    calls: ['auth', 'requestPasswordReset'],
    status: 202,
    body: requestPasswordReset.input.omit(place),
    input: (request) => ({ ...request.body, ...originOf(request) }),
  }),
  route({
    ...open,
    method: 'POST',
    path: '/v1/auth/password-reset/confirm',
    operationId: 'resetPassword',
    summary: 'Choose a new password by the link',
    description: 'Ends all sessions. Staff choose their first password by it too.',
    rateClass: 'sign_in',
    calls: ['auth', 'resetPassword'],
    status: 204,
    body: resetPassword.input.omit({ ipAddress: true }),
    input: (request) => ({ ...request.body, ipAddress: originOf(request).ipAddress }),
  }),
  route({
    ...own,
    method: 'POST',
    path: '/v1/auth/password',
    operationId: 'changePassword',
    summary: 'Change the password',
    description: 'Ends all sessions and begins a new one.',
    rateClass: 'sign_in',
    calls: ['auth', 'changePassword'],
    body: changePassword.input.omit(place),
    input: (request) => ({ ...request.body, ...originOf(request) }),
  }),
];

const addresses: readonly Route[] = [
  route({
    ...own,
    method: 'POST',
    path: '/v1/auth/email-change',
    operationId: 'requestEmailChange',
    summary: 'Ask to sign in with another address',
    description:
      'For customers and staff. Sends a link to the new address, good for 24 hours and in place of one of before, and a notice to the present one. The answer is the same whether the address has an account or not. A session that has not proven who it is for ten minutes is answered `step_up_required`: see `POST /v1/auth/step-up`.',
    rateClass: 'sign_in',
    calls: ['auth', 'requestEmailChange'],
    status: 202,
    body: requestEmailChange.input,
    input: ({ body }) => body,
  }),
  route({
    ...own,
    method: 'GET',
    path: '/v1/auth/email-change',
    operationId: 'getEmailChange',
    summary: 'Read which address waits for its confirmation',
    description:
      'What was asked for last, as long as it is neither confirmed, taken back nor over. The answer is the same whether the address has an account or not.',
    calls: ['auth', 'getEmailChange'],
    input: () => ({}),
  }),
  route({
    ...own,
    method: 'DELETE',
    path: '/v1/auth/email-change',
    operationId: 'deleteEmailChange',
    summary: 'Keep the address that one has',
    description: 'The link that was sent to the other one opens nothing any more.',
    calls: ['auth', 'cancelEmailChange'],
    status: 204,
    input: () => ({}),
  }),
  route({
    ...open,
    method: 'POST',
    path: '/v1/auth/email-change/confirm',
    operationId: 'confirmEmailChange',
    summary: 'Confirm another address by the link',
    description:
      'Ends all sessions: sign in with the new address afterwards. Password, authenticator app and passkeys stay. Orders that were placed with the address as a guest are then among the account’s.',
    rateClass: 'sign_in',
    calls: ['auth', 'confirmEmailChange'],
    body: confirmEmailChange.input,
    input: ({ body }) => body,
  }),
];

export const authRoutes: readonly Route[] = [
  ...registering,
  ...sessions,
  ...passwords,
  ...addresses,
];
