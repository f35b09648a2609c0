import { z } from 'zod';
import type { Contract, OperationShape } from '#kernel/contract.ts';
import { fieldToLeaveOut, withoutField, type FieldPath } from './field-to-leave-out.ts';
import { noteCrossing, type MessageKind } from './crossings.ts';

/**
 * Two releases made of today's contracts. All that the newer one tells has a field more, which the
 * older one does not know; where an answer or event has a field that may be missing, the older one
 * neither tells nor reads it. Nothing that is asked with is left out: what a command does would be
 * another thing, and that raises its version.
 */
export type Version = 'older' | 'newer';

export const versions = ['older', 'newer'] as const;

/** What the newer release added to everything. */
export const addedField = 'addedInTheNextRelease';
const addedValue = { why: 'the next release tells more', since: [1, 2] };

/** A message as one release tells it, and as it reads what came. */
export interface Written {
  readonly write: (value: unknown) => unknown;
  readonly read: z.ZodType;
  /** What the older release lacks; undefined where nothing of it may be missing. */
  readonly lacks: FieldPath | undefined;
}

export function writtenBy(
  version: Version,
  schema: z.ZodType,
  kind: MessageKind,
  name: string,
): Written {
  const lacks = kind === 'asked' ? undefined : fieldToLeaveOut(schema, name);
  const write = (value: unknown): unknown =>
    version === 'newer' ? withAdded(value) : lacks ? withoutField(value, lacks) : value;
  const read = z.preprocess((value) => {
    const from = writerOf(value);
    if (from) noteCrossing(kind, name, from, version);
    if (version === 'newer') return withoutAdded(value);
    return lacks ? withoutField(value, lacks) : value;
  }, schema);
  return { write, read, lacks };
}

function withAdded(value: unknown): unknown {
  return isThing(value) ? { ...value, [addedField]: addedValue } : value;
}

function withoutAdded(value: unknown): unknown {
  if (!isThing(value)) return value;
  const { [addedField]: _added, ...rest } = value;
  return rest;
}

/** Which release wrote it; undefined of what holds no fields. */
export function writerOf(value: unknown): Version | undefined {
  if (!isThing(value)) return undefined;
  return addedField in value ? 'newer' : 'older';
}

function isThing(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How one release tells and reads all that services promise. */
export interface KnownPromises {
  readonly contracts: Readonly<Record<string, Contract>>;
  readonly asks: (service: string, operation: string, input: unknown) => unknown;
  readonly answers: (service: string, operation: string, output: unknown) => unknown;
  readonly reports: (type: string, data: unknown) => unknown;
}

export function knownBy(
  version: Version,
  contracts: Readonly<Record<string, Contract>>,
): KnownPromises {
  const written = new Map<string, Written>();
  const remember = (kind: MessageKind, name: string, schema: z.ZodType): z.ZodType => {
    const one = writtenBy(version, schema, kind, name);
    written.set(`${kind} ${name}`, one);
    return one.read;
  };
  const ofOperation = (name: string, shape: OperationShape): OperationShape => ({
    ...shape,
    input: remember('asked', name, shape.input),
    output: remember('answered', name, shape.output),
  });
  const known = Object.fromEntries(
    Object.entries(contracts).map(([service, contract]): [string, Contract] => [
      service,
      {
        ...contract,
        operations: Object.fromEntries(
          Object.entries(contract.operations).map(([name, shape]) => [
            name,
            ofOperation(`${service}.${name}`, shape),
          ]),
        ),
        events: Object.fromEntries(
          Object.entries(contract.events).map(([type, shape]) => [
            type,
            { ...shape, data: remember('told', type, shape.data) },
          ]),
        ),
      },
    ]),
  );
  const write = (kind: MessageKind, name: string, value: unknown): unknown =>
    written.get(`${kind} ${name}`)!.write(value);
  return {
    contracts: known,
    asks: (service, operation, input) => write('asked', `${service}.${operation}`, input),
    answers: (service, operation, output) => write('answered', `${service}.${operation}`, output),
    reports: (type, data) => write('told', type, data),
  };
}
