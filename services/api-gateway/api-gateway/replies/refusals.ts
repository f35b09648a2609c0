import { refusal, type FieldProblem, type Refusal } from './problem.ts';

/** The refusals that the gateway itself speaks, in the order in which a request meets them. */
export const bodyBytesLimit = 262_144;

export const overloaded: Refusal = refusal(
  503,
  'overloaded',
  'More requests are in flight than can be served well. Send it again shortly.',
  { retryAfterSeconds: 1 },
);
export const deadlineExceeded: Refusal = refusal(
  503,
  'deadline_exceeded',
  'The answer took too long. Send the request again, a command with the same Idempotency-Key.',
  { retryAfterSeconds: 1 },
);
export const databaseUnavailable: Refusal = refusal(
  503,
  'temporarily_unavailable',
  'A part of the platform does not answer right now. Send the request again shortly.',
  { retryAfterSeconds: 2 },
);
export const requestTimeout: Refusal = refusal(
  408,
  'request_timeout',
  'The request did not arrive in time. Send it again in one go.',
);
export const headersTooLarge: Refusal = refusal(
  431,
  'headers_too_large',
  'The address and the headers may have 16 kB together. Send less of them.',
);
export const requestMalformed: Refusal = refusal(
  400,
  'request_malformed',
  'The request cannot be read as HTTP asks for.',
);
export const hostMissing: Refusal = refusal(
  400,
  'host_missing',
  'HTTP/1.1 asks for a Host header: send the name of the shop that is meant.',
);
export const hostRepeated: Refusal = refusal(
  400,
  'host_repeated',
  'There is more than one Host header: send the one name of the shop that is meant.',
);
export const internalError: Refusal = refusal(
  500,
  'internal_error',
  'Something went wrong on our side. The trace id names this request in our logs.',
);
export const routeNotFound: Refusal = refusal(
  404,
  'route_not_found',
  'There is nothing at this method and path. See /docs for what there is.',
);
export const methodNotAllowed: Refusal = refusal(
  405,
  'method_not_allowed',
  'This path does not take this method. The header Allow lists those it takes.',
);
export const unauthenticated: Refusal = refusal(
  401,
  'unauthenticated',
  'This needs an identity: send an access token or an API key as Authorization: Bearer.',
);
export const tokenInvalid: Refusal = refusal(
  401,
  'token_invalid',
  'The access token or API key is unknown, expired or ended. Get a new one.',
);
export const sessionEnded: Refusal = refusal(
  401,
  'session_ended',
  'The session of this access token is over. Sign in again.',
);
export const crossSiteRefused: Refusal = refusal(
  403,
  'cross_site_refused',
  'A browser is known by its cookie from pages of this very shop alone: Sec-Fetch-Site, or Origin, has to say so. Elsewhere send a token as Authorization: Bearer.',
);
export const formTokenInvalid: Refusal = refusal(
  403,
  'form_token_invalid',
  'The form is not of this session, or has lost its token. Open its page anew and send it again.',
);
export const httpsRequired: Refusal = refusal(
  403,
  'https_required',
  'No session can be kept at this address: browsers keep its cookie for https, or for this very machine. Set KONTOR_PUBLIC_URL to the https address of the shop, open the shop there, and let the proxy before it pass on Host.',
);
export const authorizationMalformed: Refusal = refusal(
  401,
  'authorization_malformed',
  'Authorization must read "Bearer <token>" with one access token or API key.',
);
export const staffOnly: Refusal = refusal(
  403,
  'forbidden',
  'This is for staff and API keys with the permission that the operation needs.',
);
export const secondFactorRequired: Refusal = refusal(
  403,
  'second_factor_required',
  'This shop asks its staff for a second factor. Set up an authenticator app (POST /v1/auth/totp) or sign in with a passkey; until then nothing else is open.',
);
export const keyRests: Refusal = refusal(
  403,
  'second_factor_required',
  'This shop asks its staff for a second factor, and whoever made this API key has none: it rests until they set up an authenticator app (POST /v1/auth/totp) or a passkey. Or let somebody who has one make another key.',
);
export const channelForbidden: Refusal = refusal(
  403,
  'channel_forbidden',
  'This identity may not act in the channel of the request.',
);
export const channelNotHeld: Refusal = refusal(
  403,
  'channel_not_held',
  'The request names a channel that is not yours. Ask somebody who may act in it.',
);
export const channelInvalid: Refusal = refusal(
  400,
  'channel_invalid',
  'Channel must be the code of a channel: small letters, digits and dashes, at most 63.',
);
export const mediaTypeUnsupported: Refusal = refusal(
  415,
  'media_type_unsupported',
  'Send the body as Content-Type: application/json in UTF-8, without a Content-Encoding.',
);
export const bodyTooLarge = (bytesMax = bodyBytesLimit): Refusal =>
  refusal(413, 'body_too_large', `A body may have ${bytesMax} bytes at most.`);
export const bodyMalformed: Refusal = refusal(
  400,
  'body_malformed',
  'The body is not JSON in UTF-8. Check it with a JSON parser.',
);
export const bodyUnexpected: Refusal = refusal(
  400,
  'body_unexpected',
  'This operation takes no body.',
);
export const keyRequired: Refusal = refusal(
  400,
  'idempotency_key_required',
  'Send an Idempotency-Key header, 1 to 255 visible characters, and the same one when you repeat it.',
);
export const ifMatchInvalid: Refusal = refusal(
  400,
  'if_match_invalid',
  'If-Match must be one ETag as it was given, e.g. "3".',
);
export function cardNumberRefused(field: string): Refusal {
  const message = `\`${field}\` holds what looks like the number of a card. Take it out, or leave all but its last four digits out, and send the rest again.`;
  return refusal(
    422,
    'card_number_refused',
    `Nothing was stored: the field \`${field}\` holds what looks like a card number. Card data goes to the payment gateway alone; send its token.`,
    { errors: [{ field, code: 'card_number', message }] },
  );
}

export function requestInvalid(errors: readonly FieldProblem[]): Refusal {
  return refusal(400, 'request_invalid', 'Some fields cannot be accepted; see errors.', { errors });
}

export function bodyRefused(field: string, code: string, message: string): Refusal {
  return requestInvalid([{ field, code, message }]);
}
