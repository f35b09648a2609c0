import type { Client } from 'openapi-fetch';
import type { components, operations, paths } from './generated/api.d.ts';

/** What the API tells and takes, by the names of its document. */
export type Schemas = components['schemas'];

/** Fields of an operation's query, by its operationId. */
export type QueryOf<Name extends keyof operations> = NonNullable<
  operations[Name]['parameters']['query']
>;

/** A method for each HTTP method, with the paths, fields and answers that the shop has. */
export type Kontor = Client<paths>;

export interface KontorOptions {
  /** Where the shop is, without a path; the page's own address unless told. */
  readonly url?: string;
  /** An access token or an API key, or what tells the present one. */
  readonly token?: string | (() => string | undefined);
  /** A cookie instead of a token, for pages of the shop itself: whose. */
  readonly session?: 'shopper' | 'staff';
  /** Code of the channel; the shop's default one unless told. */
  readonly channel?: string;
  /** As the header Accept-Language has it. */
  readonly language?: string | (() => string | undefined);
  /** In the place of the built-in one. */
  readonly fetch?: (input: Request) => Promise<Response>;
}

/** A client of one shop. */
export function createKontor(options?: KontorOptions): Kontor;

/** What the shop refused, as its problem details say it (RFC 9457). */
export class KontorProblem extends Error {
  readonly status: number;
  /** Stable; what programs go by. */
  readonly code: string;
  /** By which an operator finds the request. */
  readonly traceId: string | undefined;
  /** What is wrong with which field. */
  readonly errors: readonly {
    readonly field: string;
    readonly code: string;
    readonly message: string;
  }[];
  readonly details: unknown;
  readonly retryAfterSeconds: number | undefined;
}

/**
 * What was answered.
 * @throws KontorProblem where the shop refused
 */
export function told<Data>(
  asked: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Data>;

/** For one intention: send it again with the same key, and it happens once. */
export function newIdempotencyKey(): string;
