import type { z } from 'zod';
import { commandEffects, type StaffPermission } from '#kernel/actor.ts';
import {
  platformFailureKinds,
  type Access,
  type Contract,
  type FailureShape,
  type OperationShape,
} from '#kernel/contract.ts';
import type { Failure, Result } from '#kernel/result.ts';
import { statusOfKind } from '../replies/problem.ts';
import type { Admitting, Asking, Gateway, RateClass, UseCase } from './use-case.ts';

export type Contracts = Readonly<Record<string, Contract>>;

/** Who something is for: nobody in particular, whoever can own things, or staff with one of the permissions. */
export type Need =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'somebody' }
  | { readonly kind: 'staff'; readonly permissions: readonly StaffPermission[] };

/** What the gateway offers, a use case of its own or an operation of a service, ready for any door. */
export interface Offer {
  readonly name: string;
  readonly admitting: Admitting;
  readonly need: Need;
  /** Whether auth is asked what the sender may now: see `commandEffects`. */
  readonly asksStanding: boolean;
  readonly rateClass: RateClass;
  readonly keyRequired: boolean;
  readonly takesVersion: boolean;
  readonly inputSchema: z.ZodType;
  readonly output: z.ZodType;
  /** Statuses of declared and platform failures by their code. */
  readonly statuses: ReadonlyMap<string, number>;
  readonly failures: Readonly<Record<string, FailureShape>>;
  readonly perform: (
    input: never,
    asking: Asking,
    gateway: Gateway,
  ) => Promise<Result<unknown, Failure>>;
}

/** An offer with the fields it takes by name, and the input that it makes of them. */
export interface NamedOffer extends Offer {
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body: z.ZodType | undefined;
  readonly assemble: (given: GivenByName) => unknown;
}

/** What `headers` and `ipAddress` are where a door has none is empty. */
export interface GivenByName extends Asking {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** As `kernel/client-address.ts` writes it. */
  readonly ipAddress: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Of one operation: all that its contract says, beside how the declaration lets people in. */
export function offerOperation(
  declared: { name: string; changes: boolean; admitting: Admitting },
  operation: OperationShape,
  perform: Offer['perform'],
): Offer {
  const { access, staff, failures, input, output, idempotency } = operation;
  return {
    ...admissionOf(declared, access, staff),
    perform,
    output,
    inputSchema: input,
    keyRequired: idempotency === 'key',
    takesVersion: 'expectedVersion' in shapeOf(input),
    failures,
    statuses: statusesOf(failures),
  };
}

/** @throws when the use case calls what nobody promises, or has staff write what no channel walls */
export function offerUseCase(declared: UseCase, contracts: Contracts): Offer {
  const { name, kind, access, calls, input, output, idempotency, perform } = declared;
  const called = calls.map((call) => operationOf(contracts, call, name));
  const changes = kind === 'command';
  if (declared.audience === 'admin' && changes && !called.some(({ scope }) => scope)) {
    throw new Error(`${name} is of staff and calls nothing with a scope`);
  }
  const theirs = called.map(({ failures }) => failures);
  const failures = Object.assign({}, ...theirs, declared.failures) as Offer['failures'];
  return {
    ...admissionOf({ name, changes, admitting: declared }, access, undefined),
    perform,
    output,
    inputSchema: input,
    keyRequired: idempotency === 'key',
    takesVersion: 'expectedVersion' in input.shape,
    failures,
    statuses: statusesOf(failures),
  };
}

export function operationOf(
  contracts: Contracts,
  [service, name]: readonly [string, string],
  caller: string,
): OperationShape {
  const found = contracts[service]?.operations[name];
  if (!found) throw new Error(`${caller} calls ${service}.${name}, which nobody promises`);
  return found;
}

function admissionOf(
  { name, changes, admitting }: { name: string; changes: boolean; admitting: Admitting },
  access: Access | readonly StaffPermission[],
  staff: StaffPermission | undefined,
) {
  const need = needOf(name, admitting, access, staff);
  const lasts = (permission: StaffPermission) =>
    admitting.effect === 'lasting' || (changes && commandEffects[permission] === 'lasting');
  return {
    name,
    admitting,
    need,
    asksStanding: need.kind === 'staff' && need.permissions.some(lasts),
    rateClass: admitting.rateClass ?? (changes ? 'write' : 'read'),
  };
}

function statusesOf(failures: Readonly<Record<string, FailureShape>>): Map<string, number> {
  const statuses = new Map<string, number>();
  for (const [code, kind] of Object.entries(platformFailureKinds)) {
    statuses.set(code, statusOfKind[kind]);
  }
  statuses.set('idempotency_key_required', 400);
  for (const [code, { kind }] of Object.entries(failures)) statuses.set(code, statusOfKind[kind]);
  return statuses;
}

function needOf(
  name: string,
  { audience }: Admitting,
  access: Access | readonly StaffPermission[],
  staff: StaffPermission | undefined,
): Need {
  if (typeof access !== 'string') {
    if (audience !== 'admin') throw new Error(`${name} is for staff: give it audience admin`);
    return { kind: 'staff', permissions: access };
  }
  if (access === 'internal') throw new Error(`${name} offers an internal operation to the outside`);
  const permission = access === 'public' || access === 'owner' ? staff : access;
  if (audience === 'admin') {
    if (!permission) throw new Error(`${name} is for staff, but needs no permission`);
    return { kind: 'staff', permissions: [permission] };
  }
  if (access !== 'public' && access !== 'owner') {
    throw new Error(`${name} needs the permission ${access}: give it audience admin`);
  }
  return access === 'public' ? { kind: 'nobody' } : { kind: 'somebody' };
}

export function shapeOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> {
  return 'shape' in schema ? (schema.shape as Record<string, z.ZodType>) : {};
}
