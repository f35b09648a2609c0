import { z } from 'zod';
import type { StaffPermission } from './actor.ts';
import type { Failure, FailureKind, Result } from './result.ts';

export type { FailureKind };

export interface FailureShape<Detail extends z.ZodType = z.ZodType> {
  readonly kind: FailureKind;
  readonly detail: Detail;
}

/** Declares a failure; `detail` is what a program needs to act on it. */
export function failure(kind: FailureKind): FailureShape<z.ZodNull>;
export function failure<Detail extends z.ZodType>(
  kind: FailureKind,
  detail: Detail,
): FailureShape<Detail>;
export function failure(kind: FailureKind, detail: z.ZodType = z.null()): FailureShape {
  return { kind, detail };
}

/**
 * Who may ask. `public`: anybody. `owner`: the store's own query checks that the thing is the
 * actor's (staff with the permission of the operation's `staff` field see all). `internal`: only
 * other services in the course of a story; the gateway never offers it. Or a staff permission.
 */
export type Access = 'public' | 'owner' | 'internal' | StaffPermission;

/**
 * Of which channels something is that staff write, so that a right for one channel is a right for
 * one channel. `channel`: of the invocation's own. `thing`: the service compares the channels of the
 * thing with the actor's where it locks or finds it. `all`: all channels share it, so it takes an
 * actor who may act in all of them.
 */
export type ChannelScope = 'channel' | 'thing' | 'all';

export interface OperationShape {
  readonly kind: 'query' | 'command';
  readonly version: number;
  /** What the version is raised for: asked without any of these fields, the one before knows it whole. */
  readonly raisedFor?: readonly string[];
  readonly access: Access;
  /** With access `owner`: the permission by which staff may do it for anyone. */
  readonly staff?: StaffPermission;
  /** Every command of staff says it. */
  readonly scope?: ChannelScope;
  /** `key`: the caller's Idempotency-Key is recorded with the reply; `natural`: repeating is harmless. */
  readonly idempotency: 'key' | 'natural';
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly failures: Readonly<Record<string, FailureShape>>;
}

type Declared<S extends Partial<OperationShape>> = Omit<OperationShape, keyof S> & S;

interface Declaration {
  readonly version?: number;
  readonly raisedFor?: readonly string[];
  readonly access: Access;
  readonly staff?: StaffPermission;
  readonly scope?: ChannelScope;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly failures?: Readonly<Record<string, FailureShape>>;
}

type WithDefaults<D extends Declaration> = Declared<
  Pick<D, 'input' | 'output'> & {
    readonly failures: OwnFailures<D> & ScopeFailures<D>;
  }
>;

// oxlint-disable-next-line typescript/no-generated-empty-object-type -- without failures there is none to name
type NoFailures = Record<never, FailureShape>;
type OwnFailures<D extends Declaration> = D['failures'] extends object ? D['failures'] : NoFailures;

/** A limited actor is refused what is not of their channels alone. */
type ScopeFailures<D extends Declaration> = D extends { readonly scope: ChannelScope }
  ? { readonly channel_not_held: FailureShape<z.ZodNull> }
  : NoFailures;

export function query<const D extends Declaration>(declaration: D): WithDefaults<D> {
  return operation('query', 'natural', declaration);
}

export function command<const D extends Declaration & { idempotency: 'key' | 'natural' }>(
  declaration: D,
): WithDefaults<D> {
  return operation('command', declaration.idempotency, declaration);
}

function operation<D extends Declaration>(
  kind: 'query' | 'command',
  idempotency: 'key' | 'natural',
  declaration: D,
): WithDefaults<D> {
  const { input, output, access, staff, scope, raisedFor, version = 1 } = declaration;
  const ofScope = scope ? { channel_not_held: failure('forbidden') } : {};
  const failures = { ...declaration.failures, ...ofScope };
  const shape = { kind, idempotency, version, access, input, output, failures };
  return {
    ...shape,
    ...(staff ? { staff } : {}),
    ...(scope ? { scope } : {}),
    ...(raisedFor ? { raisedFor } : {}),
  } as WithDefaults<D>;
}

/** Which version a callee has to know to do all that it is asked for. */
export function versionNeeded(
  { version, raisedFor }: Pick<OperationShape, 'version' | 'raisedFor'>,
  input: unknown,
): number {
  if (!raisedFor || typeof input !== 'object' || input === null) return version;
  const given = input as Readonly<Record<string, unknown>>;
  return raisedFor.some((field) => given[field] !== undefined) ? version : version - 1;
}

export interface EventShape {
  readonly version: number;
  readonly data: z.ZodType;
}

export interface Contract {
  readonly service: string;
  readonly operations: Readonly<Record<string, OperationShape>>;
  /** By full type, `<service>.<what happened>`. */
  readonly events: Readonly<Record<string, EventShape>>;
}

/** A service's promises: queries, commands, events. Schemas only. */
export function defineContract<const C extends Contract>(contract: C): C {
  for (const [name, shape] of Object.entries(contract.operations)) refuseUnscoped(name, shape);
  for (const type of Object.keys(contract.events)) {
    if (!type.startsWith(`${contract.service.replaceAll('-', '_')}.`)) {
      throw new Error(`event ${type} must be named after its service ${contract.service}`);
    }
  }
  return contract;
}

/** What staff write without saying of which channels it is, staff of one channel could write in all. */
function refuseUnscoped(name: string, { kind, access, staff, scope }: OperationShape): void {
  const isOfStaff = staff !== undefined || !['public', 'owner', 'internal'].includes(access);
  if (kind === 'command' && isOfStaff && scope === undefined) {
    throw new Error(
      `${name} is a command of staff: declare its scope, 'channel', 'thing' or 'all' (kernel/contract.ts says what each means)`,
    );
  }
}

type DeclaredFailures<O extends OperationShape> = {
  [Code in keyof O['failures'] & string]: Failure<Code, z.output<O['failures'][Code]['detail']>>;
}[keyof O['failures'] & string];

/** Failures that any call can have: the platform itself answers them. */
export type PlatformFailure = Failure<
  | 'forbidden'
  | 'deadline_exceeded'
  | 'idempotency_key_required'
  | 'idempotency_key_reused'
  | 'idempotency_key_in_flight',
  null
>;
export const platformFailureKinds: Record<PlatformFailure['code'], FailureKind> = {
  forbidden: 'forbidden',
  deadline_exceeded: 'unavailable',
  idempotency_key_required: 'invalid',
  idempotency_key_reused: 'invalid',
  idempotency_key_in_flight: 'conflict',
};

export type Input<O extends OperationShape> = z.output<O['input']>;
export type Output<O extends OperationShape> = z.output<O['output']>;
export type Reply<O extends OperationShape> = Result<
  Output<O>,
  DeclaredFailures<O> | PlatformFailure
>;
/** What a service hears from a neighbour: its value, or a failure that the neighbour declared. */
export type Answer<O extends OperationShape> = Result<Output<O>, DeclaredFailures<O>>;
