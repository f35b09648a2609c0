import { z } from 'zod';
import type { CallsOf } from '#platform/calls/service.ts';
import {
  offerOperation,
  offerUseCase,
  operationOf,
  type Contracts,
  type GivenByName,
  type NamedOffer,
  type Offer,
} from '../desk/prepared-use-case.ts';
import type { Route } from './route.ts';

export type { Contracts };

type AnyCall = (input: unknown, invocation: unknown) => Promise<never>;

/** A route with all that is known before the first request. */
export interface PreparedRoute extends NamedOffer {
  readonly route: Route;
  readonly takesJson: boolean;
}

const noFields = z.strictObject({});

/**
 * Binds routes to the operations and use cases they name.
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
  return routes.map((route) => ({
    ...offerOf(route, contracts, call),
    route,
    takesJson: route.bodyForm !== 'raw',
    params: route.params ?? noFields,
    query: route.query ?? noFields,
    body: route.body,
    assemble: (route.input as NamedOffer['assemble'] | undefined) ?? allFields,
  }));
}

function offerOf(route: Route, contracts: Contracts, call: CallsOf<'api-gateway'>): Offer {
  if (route.form === 'use case') return offerUseCase(route.performs, contracts);
  const [service, operation] = route.calls as readonly [string, string];
  const calls = call as unknown as Record<string, Record<string, AnyCall> | undefined>;
  const name = route.operationId;
  return offerOperation(
    { name, changes: route.method !== 'GET', admitting: route },
    operationOf(contracts, [service, operation], name),
    (input, { invocation }) => calls[service]![operation]!(input, invocation),
  );
}

function allFields({ params, query, body }: GivenByName): unknown {
  return Object.assign({}, params, query, body);
}
