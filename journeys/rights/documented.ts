import { ApiClient, expectStatus, type ApiReply } from '../people/api-client.ts';
import type { Attempt } from './staff-writes.ts';

/** An operation as the API itself documents it. */
export interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  /** Whether it wants an Idempotency-Key. */
  readonly keyed: boolean;
  readonly queryNames: readonly string[];
  /** By parameter: the values that it can have, or one of each kind where there is no end of them. */
  readonly queryValues: Readonly<Record<string, readonly string[]>>;
  /** All parts that a thing can be read with, as `expand` takes them. */
  readonly expand: string | undefined;
  /** The JSON body that the document shows. */
  readonly example: unknown;
}

interface Parameter {
  readonly $ref?: string;
  readonly name?: string;
  readonly in?: string;
  readonly required?: boolean;
  readonly schema?: {
    $ref?: string;
    enum?: string[];
    format?: string;
    type?: string;
    examples?: string[];
  };
}
interface Documented {
  readonly operationId: string;
  readonly parameters?: Parameter[];
  readonly requestBody?: { content: Record<string, { example?: unknown }> };
}
type Document = {
  paths: Record<string, Record<string, Documented>>;
  components: { schemas: Record<string, NonNullable<Parameter['schema']>> };
};

export async function documentedOperations(url: string): Promise<Operation[]> {
  const { paths, components } = expectStatus(
    await new ApiClient(url).get<Document>('/openapi.json'),
    200,
  );
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => method !== 'parameters')
      .map(([method, { operationId, parameters = [], requestBody }]) => ({
        operationId,
        method: method.toUpperCase(),
        path,
        keyed: parameters.some(
          ({ name, required }) => name?.toLowerCase() === 'idempotency-key' && required,
        ),
        queryNames: parameters.flatMap((one) => (one.in === 'query' && one.name) || []),
        queryValues: Object.fromEntries(
          parameters.flatMap(({ in: place, name = '', schema = {} }) => {
            const named = schema.$ref?.slice('#/components/schemas/'.length);
            const values = valuesOf(named === undefined ? schema : components.schemas[named]!);
            return place === 'query' && values.length > 0 ? [[name, values]] : [];
          }),
        ),
        expand: parameters.find(({ name }) => name === 'expand')?.schema?.examples?.[0],
        example: requestBody?.content['application/json']?.example,
      })),
  );
}

/** Of times one that all that is there is younger than. */
function valuesOf({ enum: words, format, type }: NonNullable<Parameter['schema']>): string[] {
  if (words) return words;
  if (type === 'boolean') return ['true', 'false'];
  return format === 'date-time' ? ['2000-01-01T00:00:00Z'] : [];
}

export function send(
  person: ApiClient,
  { method, path }: Operation,
  { params = {}, query, body, channel = 'default' }: Attempt,
  key: string = crypto.randomUUID(),
): Promise<ApiReply> {
  const place = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(params[name] ?? name),
  );
  // What goes on and on is ended at once.
  const asked = path === '/v1/admin/hints' ? { seconds: '0', ...query } : query;
  const search = asked ? `?${new URLSearchParams(asked).toString()}` : '';
  return person.send(method, place + search, {
    body,
    ...(method === 'POST' ? { key } : {}),
    headers: { channel },
  });
}
