import type { z } from 'zod';
import type { Failure } from '#kernel/result.ts';
import type { InputOf, OperationsOf, OutputOf } from '#platform/calls/service.ts';
import type { GivenByName } from '../desk/prepared-use-case.ts';
import type { Begun } from '../sessions/session-shape.ts';
import type { Admitting, Callee, UseCase } from '../desk/use-case.ts';

/**
 * A route of the REST API, declared once: it validates, calls, answers and documents itself. It
 * translates and decides nothing. `route` binds one operation of a service, `useCaseRoute` a use
 * case of the gateway, where it is more than one call.
 */

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type AnyObject = z.ZodObject;
type NoFields = z.ZodObject<Record<string, never>>;

export interface RouteRequest<
  Params = unknown,
  Query = unknown,
  Body = unknown,
> extends GivenByName {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

/** A success as HTTP tells it. Text and bytes go out as they are, the rest as JSON. */
export interface RouteReply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether who has this ETag already is told 304 alone. */
  readonly conditional?: boolean;
  /** What the browser is from then on, where the route is of its session. */
  readonly session?: Begun;
}

interface Translation<
  Params extends AnyObject,
  Query extends AnyObject,
  Body extends z.ZodType,
  Value,
> {
  readonly method: Method;
  /** With parameters in braces, e.g. `/v1/carts/{cartId}/lines`; `/v1/admin/…` for staff. */
  readonly path: string;
  /** Heading in the reference, e.g. `Carts`. */
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /**
   * About the session of a browser, by its cookie alone: what changes something is asked by pages of
   * the shop itself.
   */
  readonly ofSession?: boolean;
  /** Whatever is answered, the browser is nobody from then on: who leaves has left. */
  readonly leaves?: boolean;
  /** `Cache-Control` of a success; without it `no-store`, since most replies are personal. */
  readonly cache?: `public, max-age=${number}`;
  /** Strict object of the path's parameters. */
  readonly params?: Params;
  /** Strict object; numbers and booleans are text here, so coerce them. */
  readonly query?: Query;
  /** Strict object; the input without what the path and headers say. */
  readonly body?: Body;
  /** `raw`: any content type, the body is a Buffer as it came. */
  readonly bodyForm?: 'json' | 'raw';
  /** What a body may have at most, where others send more than what is written by hand. */
  readonly bodyBytesMax?: number;
  /** Of a success, 200 unless told; 204 sends no body. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Its answer goes on for as long as whoever asked listens: `reports` tells a `Readable`. */
  readonly streams?: true;
  /** How a success is told where it is more than its value as JSON. */
  readonly reports?: (value: Value) => RouteReply;
  /** Schema of each success by status, with `tells`; a string is a content type of bytes or text. */
  readonly replies?: Readonly<Record<number, z.ZodType | string>>;
}

export interface RouteDeclaration<
  S extends Callee,
  O extends keyof OperationsOf<S> & string,
  Params extends AnyObject,
  Query extends AnyObject,
  Body extends z.ZodType,
>
  extends Translation<Params, Query, Body, OutputOf<S, O>>, Admitting {
  readonly operationId: string;
  /** The service and its operation; access, failures, reply and idempotency come from its contract. */
  readonly calls: readonly [S, O];
  /** `expectedVersion` is filled in from `If-Match` where the operation has it. */
  readonly input: (
    request: RouteRequest<z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => InputOf<S, O>;
}

/** Who may ask, failures, reply and idempotency are the use case's; its name is the operationId. */
export interface UseCaseRouteDeclaration<
  Input extends AnyObject,
  Output extends z.ZodType,
  F extends Failure,
  Params extends AnyObject,
  Query extends AnyObject,
  Body extends z.ZodType,
> extends Translation<Params, Query, Body, z.output<Output>> {
  readonly performs: UseCase<Input, Output, F>;
  /** All of path, query and body together unless told. */
  readonly input?: (
    request: RouteRequest<z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => z.input<Input>;
}

export type AnyRouteDeclaration = RouteDeclaration<Callee, never, AnyObject, AnyObject, z.ZodType>;
export type AnyUseCaseRouteDeclaration = UseCaseRouteDeclaration<
  AnyObject,
  z.ZodType,
  Failure,
  AnyObject,
  AnyObject,
  z.ZodType
>;
export type Route =
  | ({ readonly form: 'operation' } & AnyRouteDeclaration)
  | ({ readonly form: 'use case'; readonly operationId: string } & Admitting &
      AnyUseCaseRouteDeclaration);

/** Binds a method and path to one operation. What does not fit the operation's input does not compile. */
export function route<
  const S extends Callee,
  const O extends keyof OperationsOf<S> & string,
  Params extends AnyObject = NoFields,
  Query extends AnyObject = NoFields,
  Body extends z.ZodType = z.ZodUndefined,
>(declaration: RouteDeclaration<S, O, Params, Query, Body>): Route {
  return { form: 'operation', ...declaration } as unknown as Route;
}

/** Binds a method and path to a use case, with the same checks and the same documentation. */
export function useCaseRoute<
  Input extends AnyObject,
  Output extends z.ZodType,
  F extends Failure,
  Params extends AnyObject = NoFields,
  Query extends AnyObject = NoFields,
  Body extends z.ZodType = z.ZodUndefined,
>(declaration: UseCaseRouteDeclaration<Input, Output, F, Params, Query, Body>): Route {
  const { name: operationId, ...performs } = declaration.performs;
  const { audience, rateClass, proof, effect, foreign, identity } = performs;
  const admitting = { audience, rateClass, proof, effect, foreign, identity };
  return { form: 'use case', operationId, ...admitting, ...declaration } as unknown as Route;
}

/**
 * Whether a browser's session counts for it, where no token is shown: not where everybody is told
 * the same, nor for staff.
 */
export function isKnownByCookie(route: Route): boolean {
  if (route.ofSession) return true;
  return route.audience === 'store' && route.identity !== 'ignored' && route.cache === undefined;
}

/** Whether the session of staff counts for it, where it is asked for: whatever needs somebody. */
export function isKnownByStaffCookie(route: Route): boolean {
  return route.ofSession === true || (route.identity !== 'ignored' && route.cache === undefined);
}
