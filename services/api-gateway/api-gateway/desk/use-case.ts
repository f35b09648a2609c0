import type { z } from 'zod';
import type { ClientPlace } from '#kernel/client-address.ts';
import type { StaffPermission } from '#kernel/actor.ts';
import type { Access, FailureShape } from '#kernel/contract.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Failed, Failure, Result } from '#kernel/result.ts';
import type { CallsOf, Contracts, ServiceContext } from '#platform/calls/service.ts';
import type { Settings } from '#platform/ground/settings.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import type { CalleeOf } from '#platform/topology.ts';
import type { HintStreams } from '../hints/hint-streams.ts';
import type { Identified, Identities, ShownSession } from '../identity/identity.ts';
import type { SigningKeys } from '../identity/signing-keys.ts';

export type Callee = CalleeOf<'api-gateway'> & keyof Contracts;
export type GatewayCalls = CallsOf<'api-gateway'>;

/** Which budget of requests it draws on; unless told `read` for what changes nothing, else `write`. */
export type RateClass = 'read' | 'write' | 'sign_in' | 'message' | 'completion' | 'webhook';

/** Who is let in to something that the gateway offers, and how it is counted, whatever the door. */
export interface Admitting {
  /** `admin`: only for staff and API keys with the operation's permission. */
  readonly audience: 'store' | 'admin';
  readonly rateClass?: RateClass;
  /** Whoever shows an order's token needs no identity: the service checks the token. */
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

/** Who asks, once they were let in. */
export interface Asking {
  readonly invocation: Invocation;
  /** The token of an order, with `proof: 'order_token'`. */
  readonly orderToken: string | undefined;
  readonly client: ClientPlace;
  readonly userAgent: string | undefined;
  /** The shop's own addresses where the browser is that asks; none where it is at none of them. */
  readonly origins?: (() => readonly string[]) | undefined;
  /** Of a browser that shows no authorization. */
  readonly session?: ShownSession | undefined;
  /** Who it is by then, as auth knows them: for what goes on. Throws where auth does not answer. */
  readonly confirm: () => Promise<Identified>;
}

/** What a use case works with. */
export interface Gateway {
  readonly call: GatewayCalls;
  readonly settings: Settings;
  readonly keys: SigningKeys;
  readonly identities: Identities;
  readonly log: Logger;
  readonly hintStreams: HintStreams;
  readonly picture: ServiceContext<'api-gateway'>['picture'];
}

/**
 * What the gateway offers that is more than one call of a service: one rule for the REST API, a page
 * and an agent, none of which it knows. A door translates and brings it to the desk.
 */
export interface UseCase<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodType = z.ZodType,
  F extends Failure = Failure,
> extends Admitting {
  /** Also its operationId, e.g. `completeCheckout`. */
  readonly name: string;
  readonly kind: 'query' | 'command';
  /**
   * Who may ask, as in a contract; `owner` asks for an identity, the services called check the rest.
   * Of several permissions one is enough: the use case asks what the asker may know, and no more.
   */
  readonly access: Exclude<Access, 'internal'> | readonly StaffPermission[];
  /** Operations whose failures it may answer with, besides its own `failures`. */
  readonly calls: readonly (readonly [Callee, string])[];
  readonly failures?: Readonly<Record<string, FailureShape>>;
  /** Whether it asks for an idempotency key. */
  readonly idempotency?: 'key' | 'natural';
  /** Strict: what a caller adds is refused. */
  readonly input: Input;
  readonly output: Output;
  readonly perform: (
    input: z.output<Input>,
    asking: Asking,
    gateway: Gateway,
  ) => Promise<Result<z.output<Output>, F>>;
}

type FailuresIn<R> = R extends Failed<infer F> ? F : never;

/** Declares one. What its input and output do not allow does not compile. */
export function useCase<
  Input extends z.ZodObject,
  Output extends z.ZodType,
  R extends Result<z.output<Output>, Failure>,
>(
  declaration: Omit<UseCase<Input, Output>, 'perform'> & {
    perform: (input: z.output<Input>, asking: Asking, gateway: Gateway) => Promise<R>;
  },
): UseCase<Input, Output, FailuresIn<R>> {
  return declaration as unknown as UseCase<Input, Output, FailuresIn<R>>;
}
