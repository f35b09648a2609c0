import { z } from 'zod';
import type { SchemaBook, JsonSchema } from './openapi-schemas.ts';
import { statusOfKind, titleOf } from '../replies/problem.ts';
import type { PreparedRoute } from '../declaring/prepared-route.ts';
import { isKnownByCookie } from '../declaring/route.ts';

/** Codes that the gateway answers by itself, by status. */
type Codes = Map<number, Map<string, z.ZodType | undefined>>;

export const problemSchema: JsonSchema = {
  type: 'object',
  description: 'A problem as RFC 9457 has it; programs go by `code`, which never changes.',
  properties: {
    type: { type: 'string', examples: ['urn:kontor:problem:cart_not_found'] },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What happened and what to do, for people' },
    code: { type: 'string' },
    traceId: { type: 'string', pattern: '^[0-9a-f]{32}$' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          field: { type: 'string', description: 'Path, e.g. lines.0.quantity' },
          code: { type: 'string' },
          message: { type: 'string' },
        },
        required: ['field', 'code', 'message'],
      },
    },
    details: { description: 'More of it for programs, where the code has more' },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'traceId'],
};

/** The error replies of a route: its declared failures and what the gateway refuses before. */
export function problemReplies(book: SchemaBook, prepared: PreparedRoute): Record<string, object> {
  const codes: Codes = new Map();
  for (const [status, names] of gatewayCodes(prepared)) {
    for (const name of names) note(codes, status, name);
  }
  for (const [code, { kind, detail }] of Object.entries(prepared.failures)) {
    note(codes, statusOfKind[kind], code, detail);
    if (code === 'version_conflict' && prepared.takesVersion) note(codes, 412, code, detail);
  }
  const replies: Record<string, object> = {};
  for (const [status, found] of codes) {
    replies[status] = book.shareReply(`Problem${status}`, reply(book, status, found));
  }
  return replies;
}

function gatewayCodes({
  route,
  need,
  asksStanding,
  keyRequired,
  takesJson,
  takesVersion,
}: PreparedRoute) {
  const found: [number, string[]][] = [
    [
      400,
      [
        'request_invalid',
        'channel_invalid',
        'url_malformed',
        'request_malformed',
        'host_missing',
        'host_repeated',
      ],
    ],
    [408, ['request_timeout']],
    [431, ['headers_too_large']],
    [403, ['channel_forbidden']],
    [422, ['card_number_refused']],
    [429, ['rate_limited']],
    [500, ['internal_error']],
    [503, ['overloaded', 'deadline_exceeded', 'temporarily_unavailable']],
  ];
  const isByCookie = isKnownByCookie(route);
  if (route.ofSession || (isByCookie && route.method !== 'GET')) {
    if (route.method !== 'GET') found.push([403, ['cross_site_refused']]);
    if (route.ofSession) found.push([403, ['https_required']]);
  }
  if (isByCookie && need.kind !== 'nobody') found.push([401, ['session_ended']]);
  if (route.identity !== 'ignored') found.push([401, ['token_invalid', 'authorization_malformed']]);
  if (need.kind !== 'nobody') {
    found.push([401, ['unauthenticated']], [403, ['forbidden']]);
  }
  if (need.kind === 'staff') found.push([403, ['channel_not_held']]);
  if (asksStanding) found.push([401, ['session_ended']]);
  if (keyRequired) {
    found.push([400, ['idempotency_key_required']]);
    found.push([422, ['idempotency_key_reused']], [409, ['idempotency_key_in_flight']]);
  }
  if (takesVersion) found.push([400, ['if_match_invalid']]);
  if (route.path.includes('{')) found.push([404, ['route_not_found']]);
  if (route.method !== 'GET') {
    found.push([413, ['body_too_large']], [415, ['media_type_unsupported']]);
    if (takesJson) found.push([400, ['body_malformed']]);
    if (!route.body) found.push([400, ['body_unexpected']]);
  }
  return found;
}

function note(codes: Codes, status: number, code: string, detail?: z.ZodType): void {
  let found = codes.get(status);
  if (!found) codes.set(status, (found = new Map()));
  found.set(code, detail ?? found.get(code));
}

function reply(book: SchemaBook, status: number, found: Map<string, z.ZodType | undefined>) {
  const names = [...found.keys()];
  const details = [...found.values()]
    .filter((detail) => detail !== undefined && !(detail instanceof z.ZodNull))
    .map((detail) => book.describe(detail!, 'output'));
  const properties = {
    status: { const: status },
    code: { enum: names },
    ...(details.length === 0
      ? {}
      : { details: details.length === 1 ? details[0] : { anyOf: details } }),
  };
  const waits = status === 429 || status === 503;
  return {
    description: `${titleOf(status)}: ${names.map((name) => `\`${name}\``).join(', ')}`,
    ...(waits ? { headers: { 'Retry-After': { schema: { type: 'integer' } } } } : {}),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties }],
        },
        example: exampleOf(status, names[0]!),
      },
    },
  };
}

function exampleOf(status: number, code: string): object {
  return {
    type: `urn:kontor:problem:${code}`,
    title: titleOf(status),
    status,
    detail: 'What happened and what to do.',
    code,
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  };
}
