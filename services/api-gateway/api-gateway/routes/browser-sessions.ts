import { z } from 'zod';
import {
  useCaseRoute,
  type Route,
  type RouteReply,
  type RouteRequest,
} from '../declaring/route.ts';
import { becomeGuest } from '../sessions/become-guest.ts';
import { changePasswordInBrowser } from '../sessions/change-password-in-browser.ts';
import { confirmTotpInBrowser } from '../sessions/confirm-totp-in-browser.ts';
import { getBrowserSession } from '../sessions/read-session.ts';
import { browserSession, toldOf } from '../sessions/session-shape.ts';
import {
  signInBrowser,
  signInBrowserWithCode,
  signInBrowserWithPasskey,
} from '../sessions/sign-in-browser.ts';
import { signOutBrowser } from '../sessions/sign-out-browser.ts';
import { originOf } from './auth.ts';

const tag = 'Browser sessions';
const place = { ipAddress: true, userAgent: true } as const;
const { cart, cartNotTaken } = signInBrowser.output.shape;
const signedInSession = browserSession
  .extend({ cart, cartNotTaken })
  .meta({ id: 'SignedInBrowserSession' });
const { recoveryCodes } = confirmTotpInBrowser.output.shape;

/** The tokens go into the cookie, and what became of the cart is told beside who signed in. */
function reportSignedIn({
  kind,
  tokens,
  ...taken
}: z.output<typeof signInBrowser.output>): RouteReply {
  return {
    status: 201,
    body: { ...toldOf({ kind, tokens }), ...taken },
    session: { kind, tokens },
  };
}

/** Who a browser is, by a cookie that its scripts cannot read; beside tokens, which others show. */
export const browserSessionRoutes: readonly Route[] = [
  useCaseRoute({
    tag,
    method: 'GET',
    path: '/v1/browser-session',
    summary: 'Read who this browser is',
    description:
      'By the cookie of a session, which all operations of the shop are asked with as well as with a token, from pages of the shop itself. What changes something is refused with `cross_site_refused` unless Sec-Fetch-Site or Origin says that such a page asks. Nobody is set a cookie by looking.',
    performs: getBrowserSession,
    ofSession: true,
  }),
  useCaseRoute({
    tag,
    method: 'POST',
    path: '/v1/browser-session/guest',
    summary: 'Become a guest by cookie',
    description: 'Before a cart can be somebody’s. Who is a guest already stays the same one.',
    performs: becomeGuest,
    ofSession: true,
    status: 201,
    replies: { 201: browserSession },
    reports: (begun) => ({ status: 201, body: toldOf(begun), session: begun }),
  }),
  useCaseRoute({
    tag,
    method: 'POST',
    path: '/v1/browser-session',
    summary: 'Sign in by cookie',
    description:
      'As `POST /v1/auth/login`, for customers: the tokens go into a cookie, the session is a new one, and what the browser had put into a cart as a guest is taken over. With the header `Kontor-Session: staff` for staff: they have a cookie of their own, which counts for requests with that header alone, so that no page of the shop has their rights.',
    performs: signInBrowser,
    ofSession: true,
    body: signInBrowser.input.omit(place),
    input: (request) => ({ ...request.body, ...originOf(request) }),
    status: 201,
    replies: { 201: signedInSession },
    reports: reportSignedIn,
  }),
  useCaseRoute({
    tag,
    method: 'POST',
    path: '/v1/browser-session/mfa',
    summary: 'Sign in by cookie: the second step',
    description:
      'As `POST /v1/auth/mfa`, where `POST /v1/browser-session` answered `mfa_required`.',
    performs: signInBrowserWithCode,
    ofSession: true,
    body: signInBrowserWithCode.input.omit(place),
    input: (request) => ({ ...request.body, ...originOf(request) }),
    status: 201,
    replies: { 201: signedInSession },
    reports: reportSignedIn,
  }),
  useCaseRoute({
    tag,
    method: 'POST',
    path: '/v1/browser-session/passkey',
    summary: 'Sign in by cookie: with a passkey',
    description: 'As `POST /v1/auth/passkeys/sign-in`, by cookie.',
    performs: signInBrowserWithPasskey,
    ofSession: true,
    body: signInBrowserWithPasskey.input.omit(place),
    input: (request) => ({ ...request.body, ...originOf(request) }),
    status: 201,
    replies: { 201: signedInSession },
    reports: reportSignedIn,
  }),
  useCaseRoute({
    tag,
    method: 'DELETE',
    path: '/v1/browser-session',
    summary: 'Sign out by cookie',
    description:
      'Ends the session and takes the cookie, also of a guest; with `everywhere` all sessions of the account.',
    performs: signOutBrowser,
    ofSession: true,
    query: z.strictObject({ everywhere: z.enum(['true', 'false']).optional() }),
    input: ({ query }) => ({ everywhere: query.everywhere === 'true' }),
    leaves: true,
    status: 204,
  }),
  useCaseRoute({
    tag,
    method: 'PUT',
    path: '/v1/browser-session/password',
    summary: 'Change the password by cookie',
    description: 'Ends all sessions of the account and begins a new one of this browser.',
    performs: changePasswordInBrowser,
    ofSession: true,
    body: changePasswordInBrowser.input.omit(place),
    input: (
      request: RouteRequest<unknown, unknown, { currentPassword: string; newPassword: string }>,
    ) => ({
      ...request.body,
      ...originOf(request),
    }),
    replies: { 200: browserSession },
    reports: (begun) => ({ status: 200, body: toldOf(begun), session: begun }),
  }),
  useCaseRoute({
    tag,
    method: 'PUT',
    path: '/v1/browser-session/totp',
    summary: 'Confirm an authenticator app by cookie',
    description:
      'As `POST /v1/auth/totp/confirm`: ends all sessions of the account and begins a new one of this browser. The recovery codes are told here and never again.',
    performs: confirmTotpInBrowser,
    ofSession: true,
    body: confirmTotpInBrowser.input.omit(place),
    input: (request) => ({ ...request.body, ...originOf(request) }),
    replies: {
      200: browserSession.extend({ recoveryCodes }).meta({ id: 'ConfirmedBrowserSession' }),
    },
    reports: ({ kind, tokens, ...told }) => ({
      status: 200,
      body: { ...toldOf({ kind, tokens }), ...told },
      session: { kind, tokens },
    }),
  }),
];
