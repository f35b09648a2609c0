import { z } from 'zod';
import { commandEffects, type StaffPermission } from '#kernel/actor.ts';
import {
  platformFailureKinds,
  type Access,
  type Contract,
  type FailureShape,
  type OperationShape,
} from '#kernel/contract.ts';
import type { CallsOf } from '#platform/calls/service.ts';
import { statusOfKind } from '../replies/problem.ts';
import type { RateClass, Route, RouteRequest } from './route.ts';

export type Contracts = Readonly<Record<string, Contract>>;
type AnyCall = (input: unknown, invocation: unknown) => Promise<unknown>;

/** Who a route is for: nobody in particular, whoever can own things, or staff with a permission. */
export type Need =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'somebody' }
  | { readonly kind: 'staff'; readonly permission: StaffPermission };

/** A route with all that is known before the first request. */
export interface PreparedRoute {
  readonly route: Route;
  readonly need: Need;
  /** Whether auth is asked what the sender may now: see `commandEffects`. */
  readonly asksStanding: boolean;
  readonly rateClass: RateClass;
  readonly keyRequired: boolean;
  readonly takesVersion: boolean;
  readonly takesJson: boolean;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  /** Statuses of declared and platform failures by their code. */
  readonly statuses: ReadonlyMap<string, number>;
  readonly failures: Readonly<Record<string, FailureShape>>;
  /** Of a bound route: what it calls, the input it makes of a request, and the way there. */
  readonly operation: OperationShape | undefined;
  readonly assemble: ((request: RouteRequest) => unknown) | undefined;
  readonly call: AnyCall | undefined;
}

const noFields = z.strictObject({});

/**
 * Binds routes to the operations they name.
 * @throws for a route whose operation does not exist, is internal, or does not fit its audience
 */
export function prepareRoutes(
  routes: readonly Route[],
  contracts: Contracts,
  call: CallsOf<'api-gateway'>,
): PreparedRoute[] {
  const seen = new Set<string>();
  for (const { operationId, method, path } of routes) {
    for (const name of [operationId, `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`]) {
      if (seen.has(name)) throw new Error(`two routes are called ${name}`);
      seen.add(name);
    }
  }
  return routes.map((route) => prepare(route, contracts, call));
}

function prepare(route: Route, contracts: Contracts, call: CallsOf<'api-gateway'>): PreparedRoute {
  const bound = route.form === 'bound' ? operationOf(contracts, route.calls, route) : undefined;
  const access = bound ? bound.access : (route as { access: Access }).access;
  const failures = failuresOf(route, contracts, bound);
  refuseUnscoped(route, contracts);
  const key = bound?.idempotency ?? (route.form === 'handwritten' && route.idempotency);
  const need = needOf(route, access, bound?.staff);
  const [service, name] = route.calls as readonly [string, string];
  return {
    route,
    need,
    asksStanding: need.kind === 'staff' && lasts(route, need.permission),
    rateClass: route.rateClass ?? (route.method === 'GET' ? 'read' : 'write'),
    keyRequired: key === 'key',
    takesVersion: bound !== undefined && 'expectedVersion' in shapeOf(bound.input),
    takesJson: !(route.form === 'handwritten' && route.bodyForm === 'raw'),
    params: route.params ?? noFields,
    query: route.query ?? noFields,
    statuses: statusesOf(failures),
    failures,
    operation: bound,
    assemble:
      route.form === 'bound' ? (route.input as (request: RouteRequest) => unknown) : undefined,
    call: bound && (call as unknown as Record<string, Record<string, AnyCall>>)[service]?.[name],
  };
}

function lasts({ method, effect }: Route, permission: StaffPermission): boolean {
  return effect === 'lasting' || (method !== 'GET' && commandEffects[permission] === 'lasting');
}

function operationOf(
  contracts: Contracts,
  [service, name]: readonly [string, string],
  route: Route,
): OperationShape {
  const found = contracts[service]?.operations[name];
  if (!found)
    throw new Error(`${route.operationId} calls ${service}.${name}, which nobody promises`);
  return found;
}

function failuresOf(
  route: Route,
  contracts: Contracts,
  bound: OperationShape | undefined,
): Record<string, FailureShape> {
  if (bound) return { ...bound.failures };
  if (route.form !== 'handwritten') return {};
  const called = route.calls.map((name) => operationOf(contracts, name, route).failures);
  return Object.assign({}, ...called, route.failures) as Record<string, FailureShape>;
}

/** What staff change by more than one call is walled by channel in at least one of them. */
function refuseUnscoped(route: Route, contracts: Contracts): void {
  if (route.form === 'bound' || route.audience !== 'admin' || route.method === 'GET') return;
  const isScoped = route.calls.some((name) => operationOf(contracts, name, route).scope);
  if (!isScoped) throw new Error(`${route.operationId} is of staff and calls nothing with a scope`);
}

function statusesOf(failures: Record<string, FailureShape>): Map<string, number> {
  const statuses = new Map<string, number>();
  for (const [code, kind] of Object.entries(platformFailureKinds)) {
    statuses.set(code, statusOfKind[kind]);
  }
  statuses.set('idempotency_key_required', 400);
  for (const [code, { kind }] of Object.entries(failures)) statuses.set(code, statusOfKind[kind]);
  return statuses;
}

function needOf(route: Route, access: Access, staff: StaffPermission | undefined): Need {
  if (access === 'internal') {
    throw new Error(`${route.operationId} offers an internal operation to the outside`);
  }
  const permission = access === 'public' || access === 'owner' ? staff : access;
  if (route.audience === 'admin') {
    if (!permission) throw new Error(`${route.operationId} is for staff, but needs no permission`);
    return { kind: 'staff', permission };
  }
  if (access !== 'public' && access !== 'owner') {
    throw new Error(`${route.operationId} needs the permission ${access}: give it audience admin`);
  }
  return access === 'public' ? { kind: 'nobody' } : { kind: 'somebody' };
}

export function shapeOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> {
  return schema instanceof z.ZodObject ? schema.shape : {};
}
