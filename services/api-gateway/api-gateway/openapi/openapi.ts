import type { z } from 'zod';
import type { Settings } from '#platform/ground/settings.ts';
import { exampleOf } from './openapi-examples.ts';
import { problemReplies, problemSchema } from './openapi-problems.ts';
import { SchemaBook, type JsonSchema } from './openapi-schemas.ts';
import type { PreparedRoute } from '../declaring/prepared-route.ts';
import { isKnownByCookie, isKnownByStaffCookie } from '../declaring/route.ts';

const introduction = `Commerce over REST. Amounts are integers of minor units with an ISO 4217 code; times are UTC.

Send \`Authorization: Bearer\` with an access token or an API key, \`Channel\` for another shop than the default one, and \`Accept-Language\`. A POST that creates or moves money needs an \`Idempotency-Key\`: repeat the request with the same key after a lost answer. Lists are read page by page with \`cursor\`. Errors are problem details (RFC 9457) with a stable \`code\`.`;

/** The OpenAPI 3.1 document of the routes, from the schemas that validate them. */
export function describeApi(
  prepared: readonly PreparedRoute[],
  { publicUrl, shop }: Pick<Settings, 'publicUrl' | 'shop'>,
): object {
  const book = new SchemaBook();
  const paths: Record<string, Record<string, object>> = {};
  for (const each of prepared) {
    const { method, path } = each.route;
    (paths[path] ??= {})[method.toLowerCase()] = operationOf(book, each);
  }
  return {
    openapi: '3.1.0',
    info: { title: `${shop.name} API`, version: '1.0.0', description: introduction },
    servers: [{ url: publicUrl }],
    tags: [...new Set(prepared.map(({ route }) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: problemSchema, ...sorted(book.components) },
      responses: book.replies,
      parameters: { Channel: channelHeader, Language: languageHeader },
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, kontor_…' },
        browserSession: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-kontor-…',
          description:
            'Set by `POST /v1/browser-session`, for pages of the shop itself. The name ends with an id of the shop’s data; on this machine over plain http it has no prefix.',
        },
        staffSession: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-kontor-staff-…',
          description:
            'Of staff, for pages of the shop itself: set by `POST /v1/browser-session` with the header `Kontor-Session: staff`, and counted alone where a request has that header. It counts then wherever an access token does.',
        },
      },
    },
  };
}

function operationOf(book: SchemaBook, prepared: PreparedRoute): object {
  const { route, need } = prepared;
  const rights = need.kind === 'staff' ? rightsOf(need.permissions) : undefined;
  const description = [route.description, rights].filter(Boolean).join('\n\n');
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(description === '' ? {} : { description }),
    security: securityOf(prepared),
    parameters: parametersOf(book, prepared),
    ...bodyOf(book, prepared),
    responses: { ...successesOf(book, prepared), ...problemReplies(book, prepared) },
    'x-audience': route.audience,
  };
}

function rightsOf(permissions: readonly string[]): string {
  const names = permissions.map((each) => `\`${each}\``);
  return names.length === 1
    ? `Needs the permission ${names[0]}.`
    : `Needs one of the permissions ${names.join(', ')}; what the others are for is left out.`;
}

function securityOf({ route, need }: PreparedRoute): object[] {
  if (route.ofSession) return [{ browserSession: [] }, { staffSession: [] }, {}];
  if (route.identity === 'ignored') return [];
  const byCookie = isKnownByCookie(route) ? [{ browserSession: [] }] : [];
  const ofStaff =
    need.kind === 'staff' && isKnownByStaffCookie(route) ? [{ staffSession: [] }] : [];
  const known = [{ accessToken: [] }, { apiKey: [] }, ...byCookie, ...ofStaff];
  return need.kind === 'nobody' || route.proof ? [...known, {}] : known;
}

function parametersOf(book: SchemaBook, prepared: PreparedRoute): object[] {
  const { route } = prepared;
  const inPath = book.fieldsOf(prepared.params).map((field) => ({ ...field, in: 'path' }));
  const inQuery = book.fieldsOf(prepared.query).map((field) => ({ ...field, in: 'query' }));
  const fields = [...inPath, ...inQuery].map(({ name, required, schema, in: place }) => {
    const { description, examples, ...rest } = schema as Record<string, unknown>;
    return {
      name,
      in: place,
      required: required || place === 'path',
      ...(description === undefined ? {} : { description }),
      schema: examples === undefined ? rest : { ...rest, examples },
    };
  });
  return [...fields, ...headersOf(prepared, route.proof)];
}

const channelHeader = header('Channel', 'Code of the channel (shop); `default` unless told', {
  type: 'string',
  pattern: '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$',
  default: 'default',
});
const languageHeader = header(
  'Accept-Language',
  'Languages of texts by weight, e.g. `de-AT, en;q=0.5`: the first that the channel has, else its default',
  { type: 'string' },
);

function headersOf({ keyRequired, takesVersion }: PreparedRoute, proof: string | undefined) {
  const headers: object[] = [
    { $ref: '#/components/parameters/Channel' },
    { $ref: '#/components/parameters/Language' },
  ];
  if (keyRequired) {
    const key = header('Idempotency-Key', 'The same one when the request is repeated', {
      type: 'string',
      pattern: '^[\\x21-\\x7e]{1,255}$',
      examples: ['01920d3e-6f5a-7c4e-9a3b-2f1c0d9e8b7a'],
    });
    headers.push({ ...key, required: true });
  }
  if (takesVersion) {
    const description = 'The ETag that was read: 412 when somebody else changed it since';
    headers.push(header('If-Match', description, { type: 'string', examples: ['"3"'] }));
  }
  if (proof) {
    const description = 'The token told when the checkout was completed, instead of an identity';
    headers.push(header('Order-Token', description, { type: 'string', maxLength: 100 }));
  }
  return headers;
}

function header(name: string, description: string, schema: JsonSchema) {
  return { name, in: 'header', required: false, description, schema };
}

function bodyOf(book: SchemaBook, { route, takesJson }: PreparedRoute): object {
  if (!route.body) return {};
  if (!takesJson) {
    return { requestBody: { required: true, content: { '*/*': { schema: {} } } } };
  }
  const schema = book.describe(route.body, 'input');
  const required = !route.body.safeParse({}).success;
  const content = { 'application/json': { schema, ...exampleFor(book, route.body, schema) } };
  return { requestBody: { required, content } };
}

function successesOf(book: SchemaBook, prepared: PreparedRoute): Record<string, object> {
  const { route, output } = prepared;
  if (route.replies) {
    return Object.fromEntries(
      Object.entries(route.replies).map(([status, reply]) => [status, success(book, reply)]),
    );
  }
  if (route.status === 204) return { 204: { description: 'Done' } };
  return { [route.status ?? 200]: success(book, output) };
}

function success(book: SchemaBook, reply: z.ZodType | string): object {
  if (typeof reply === 'string') {
    const schema = { type: 'string', format: 'binary' };
    return { description: 'Success', content: { [reply]: { schema } } };
  }
  const schema = book.describe(reply, 'output');
  return {
    description: reply.meta()?.description ?? 'Success',
    headers: {
      traceparent: { schema: { type: 'string' } },
      'X-Request-Id': { schema: { type: 'string' } },
      RateLimit: { schema: { type: 'string' } },
      ...('version' in ((reply as { shape?: object }).shape ?? {})
        ? { ETag: { schema: { type: 'string' } } }
        : {}),
    },
    content: { 'application/json': { schema, ...exampleFor(book, reply, schema) } },
  };
}

/** An example that the schema itself accepts: with all fields, or else with those it needs. */
function exampleFor(book: SchemaBook, shape: z.ZodType, schema: JsonSchema): { example?: unknown } {
  for (const whole of [true, false]) {
    const example = exampleOf(schema, book.components, whole);
    if (shape.safeParse(example).success) return { example };
  }
  return {};
}

function sorted(components: Record<string, JsonSchema>): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(components).toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );
}
