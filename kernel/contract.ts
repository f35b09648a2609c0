import { z } from 'zod';
import type { StaffPermission } from './actor.ts';
import type { Failure, Result } from './result.ts';

/**
 * How a declared failure is told over HTTP: `invalid` 422, `unauthenticated` 401, `forbidden` 403,
 * `not_found` 404, `conflict` 409, `gone` 410, `payment_required` 402, `too_many` 429,
 * `unavailable` 503.
 */
export type FailureKind =
  | 'invalid'
  | 'unauthenticated'
  | 'payment_required'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'gone'
  | 'too_many'
  | 'unavailable';

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

export interface OperationShape {
  readonly kind: 'query' | 'command';
  readonly version: number;
  readonly access: Access;
  /** With access `owner`: the permission by which staff may do it for anyone. */
  readonly staff?: StaffPermission;
  /** `key`: the caller's Idempotency-Key is recorded with the reply; `natural`: repeating is harmless. */
  readonly idempotency: 'key' | 'natural';
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly failures: Readonly<Record<string, FailureShape>>;
}

type Declared<S extends Partial<OperationShape>> = Omit<OperationShape, keyof S> & S;

interface Declaration {
  readonly version?: number;
  readonly access: Access;
  readonly staff?: StaffPermission;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly failures?: Readonly<Record<string, FailureShape>>;
}

type WithDefaults<D extends Declaration> = Declared<
  Pick<D, 'input' | 'output'> & {
    // oxlint-disable-next-line typescript/no-generated-empty-object-type -- without failures there is none to name
    readonly failures: D['failures'] extends object ? D['failures'] : Record<never, FailureShape>;
  }
>;

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
  const { input, output, access, staff, version = 1, failures = {} } = declaration;
  const shape = { kind, idempotency, version, access, input, output, failures };
  return staff ? { ...shape, staff } : shape;
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
  for (const type of Object.keys(contract.events)) {
    if (!type.startsWith(`${contract.service.replaceAll('-', '_')}.`)) {
      throw new Error(`event ${type} must be named after its service ${contract.service}`);
    }
  }
  return contract;
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
