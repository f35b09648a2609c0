import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import type { Access, FailureShape } from '#kernel/contract.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Failed } from '#kernel/result.ts';
import type { CallsOf, Contracts, InputOf, OperationsOf } from '#platform/calls/service.ts';
import type { Settings } from '#platform/ground/settings.ts';
import type { CalleeOf } from '#platform/topology.ts';
import type { Identities } from '../identity/identity.ts';
import type { SigningKeys } from '../identity/signing-keys.ts';

/**
 * A route of the REST API, declared once: it validates, calls, answers and documents itself.
 * `route` binds one operation of a service; `handwrittenRoute` is for what is more than one call.
 */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Callee = CalleeOf<'api-gateway'> & keyof Contracts;
export type GatewayCalls = CallsOf<'api-gateway'>;

/** Which budget of requests it draws on; unless told `read` for GET and `write` for the rest. */
export type RateClass = 'read' | 'write' | 'sign_in' | 'completion' | 'webhook';

type AnyObject = z.ZodObject;
type NoFields = z.ZodObject<Record<string, never>>;

export interface RouteRequest<Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly invocation: Invocation;
  /** The token of an order from the header `Order-Token`, with `proof: 'order_token'`. */
  readonly orderToken: string | undefined;
  /** As `kernel/client-address.ts` writes it. */
  readonly ipAddress: string;
  readonly userAgent: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

interface Documentation {
  readonly method: Method;
  /** With parameters in braces, e.g. `/v1/carts/{cartId}/lines`; `/v1/admin/…` for staff. */
  readonly path: string;
  readonly operationId: string;
  /** Heading in the reference, e.g. `Carts`. */
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** `admin`: only for staff and API keys with the operation's permission. */
  readonly audience: 'store' | 'admin';
  readonly rateClass?: RateClass;
  /** `Cache-Control` of a success; without it `no-store`, since most replies are personal. */
  readonly cache?: `public, max-age=${number}`;
  /** Whoever sends the header `Order-Token` needs no identity: the service checks the token. */
  readonly proof?: 'order_token';
  /**
   * `lasting`: asked of auth whether who sends it still may, whatever the token says. Unless told,
   * commands go by `commandEffects` of their permission and reads are `passing`; an export is not.
   */
  readonly effect?: 'lasting';
  /** Fields whose texts are another shop's: its service makes them fit and says so. */
  readonly foreign?: readonly string[];
  /** Authorization is not looked at: for what one does with an expired token, and for webhooks. */
  readonly identity?: 'ignored';
}

export interface RouteDeclaration<
  S extends Callee,
  O extends keyof OperationsOf<S> & string,
  Params extends AnyObject,
  Query extends AnyObject,
  Body extends z.ZodType,
> extends Documentation {
  /** The service and its operation; access, failures, reply and idempotency come from its contract. */
  readonly calls: readonly [S, O];
  /** Strict object of the path's parameters. */
  readonly params?: Params;
  /** Strict object; numbers and booleans are text here, so coerce them. */
  readonly query?: Query;
  /** Strict object; the contract's input without what the path and headers say. */
  readonly body?: Body;
  /** Of a success, 200 unless told; 204 sends no body. */
  readonly status?: 200 | 201 | 202 | 204;
  /** A use case of the gateway that has to agree before the call; its failures are the operation's. */
  readonly agrees?: (
    request: RouteRequest<z.output<Params>, z.output<Query>, z.output<Body>>,
    gateway: Gateway,
  ) => Promise<Failed | undefined>;
  /** `expectedVersion` is filled in from `If-Match` where the operation has it. */
  readonly input: (
    request: RouteRequest<z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => InputOf<S, O>;
}

/** A success of a handwritten route. Text and bytes go out as they are, the rest as JSON. */
export interface RouteReply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Gateway {
  readonly call: GatewayCalls;
  readonly settings: Settings;
  readonly keys: SigningKeys;
  readonly identities: Identities;
}

export interface HandwrittenDeclaration<
  Params extends AnyObject,
  Query extends AnyObject,
  Body extends z.ZodType,
> extends Documentation {
  /** Who may ask, as in a contract; `owner` asks for an identity, the services called check the rest. */
  readonly access: Exclude<Access, 'internal'>;
  /** Operations whose failures it may answer with, besides its own `failures`. */
  readonly calls: readonly (readonly [Callee, string])[];
  readonly failures?: Readonly<Record<string, FailureShape>>;
  /** Whether it asks for an Idempotency-Key. */
  readonly idempotency?: 'key' | 'natural';
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** `raw`: any content type, the body is a Buffer as it came. */
  readonly bodyForm?: 'json' | 'raw';
  /** Schema of each success by status; a string is a content type of bytes or text. */
  readonly replies: Readonly<Record<number, z.ZodType | string>>;
  readonly handle: (
    request: RouteRequest<z.output<Params>, z.output<Query>, z.output<Body>>,
    gateway: Gateway,
  ) => Promise<RouteReply | Failed>;
}

export type AnyRouteDeclaration = RouteDeclaration<Callee, never, AnyObject, AnyObject, z.ZodType>;
export type AnyHandwrittenDeclaration = HandwrittenDeclaration<AnyObject, AnyObject, z.ZodType>;
export type Route =
  | ({ readonly form: 'bound' } & AnyRouteDeclaration)
  | ({ readonly form: 'handwritten' } & AnyHandwrittenDeclaration);

/** Binds a method and path to one operation. What does not fit the operation's input does not compile. */
export function route<
  const S extends Callee,
  const O extends keyof OperationsOf<S> & string,
  Params extends AnyObject = NoFields,
  Query extends AnyObject = NoFields,
  Body extends z.ZodType = z.ZodUndefined,
>(declaration: RouteDeclaration<S, O, Params, Query, Body>): Route {
  return { form: 'bound', ...declaration } as unknown as Route;
}

/** A route that is more than one call, with the same checks and the same documentation. */
export function handwrittenRoute<
  Params extends AnyObject = NoFields,
  Query extends AnyObject = NoFields,
  Body extends z.ZodType = z.ZodUndefined,
>(declaration: HandwrittenDeclaration<Params, Query, Body>): Route {
  return { form: 'handwritten', ...declaration } as unknown as Route;
}
