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
  /** The JSON body that the document shows. */
  readonly example: unknown;
}

interface Documented {
  readonly operationId: string;
  readonly parameters?: { $ref?: string; name?: string; in?: string; required?: boolean }[];
  readonly requestBody?: { content: Record<string, { example?: unknown }> };
}
type Document = { paths: Record<string, Record<string, Documented>> };

export async function documentedOperations(url: string): Promise<Operation[]> {
  const { paths } = expectStatus(await new ApiClient(url).get<Document>('/openapi.json'), 200);
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
        example: requestBody?.content['application/json']?.example,
      })),
  );
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
  const search = query ? `?${new URLSearchParams(query).toString()}` : '';
  return person.send(method, place + search, {
    body,
    ...(method === 'POST' ? { key } : {}),
    headers: { channel },
  });
}
