import { contracts } from '#contracts/index.ts';
import type { Contract } from '#kernel/contract.ts';
import type { MessageKind } from './crossings.ts';
import { storedDocuments } from './documents-of-version.ts';
import { notAsked, notStored, notReported, onlyRefused, storedOneWay } from './reasons.ts';

/** How often what was read of the other release, by kind, name and direction. */
export type Crossed = Readonly<Record<string, number>>;

const directions = ['older>newer', 'newer>older'] as const;
const all: readonly Contract[] = Object.values(contracts);
const operations = all.flatMap(({ service, operations: declared }) =>
  Object.keys(declared).map((name) => `${service}.${name}`),
);
const events = all.flatMap((contract) => Object.keys(contract.events));

function crossedBoth(crossed: Crossed, kind: MessageKind, name: string): boolean {
  return directions.every((way) => (crossed[`${kind} ${name} ${way}`] ?? 0) > 0);
}

function crossedOnce(crossed: Crossed, kind: MessageKind, name: string): boolean {
  return directions.some((way) => (crossed[`${kind} ${name} ${way}`] ?? 0) > 0);
}

function namesOf(kind: MessageKind): readonly string[] {
  if (kind === 'stored') return storedDocuments();
  return kind === 'told' ? events : operations;
}

/** How many there are. */
export function total(kind: MessageKind): number {
  return namesOf(kind).length;
}

/** Of how many something crossed. */
export function countOf(crossed: Crossed, kind: MessageKind): number {
  return namesOf(kind).filter((name) => crossedOnce(crossed, kind, name)).length;
}

/**
 * What nobody has shown to cross and no reason is given for. Each operation is to be asked, each event
 * to be told and each document to be read both ways; an answer that tells something is read of the other release at least
 * once, since what can be done once is answered once.
 */
export function notCrossed(crossed: Crossed): string[] {
  const asked = operations
    .filter((name) => !Object.hasOwn(notAsked, name))
    .filter((name) => !crossedBoth(crossed, 'asked', name))
    .map((name) => `asked ${name}`);
  const answered = operations
    .filter((name) => !Object.hasOwn(notAsked, name) && !Object.hasOwn(onlyRefused, name))
    .filter((name) => !crossedOnce(crossed, 'answered', name))
    .map((name) => `answered ${name}`);
  const reported = events
    .filter((type) => !Object.hasOwn(notReported, type))
    .filter((type) => !crossedBoth(crossed, 'told', type))
    .map((type) => `told ${type}`);
  const stored = storedDocuments()
    .filter((name) => !Object.hasOwn(notStored, name))
    .filter((name) => !crossedBoth(crossed, 'stored', name))
    .filter((name) => !Object.hasOwn(storedOneWay, name) || !crossedOnce(crossed, 'stored', name))
    .map((name) => `stored ${name}${crossedOnce(crossed, 'stored', name) ? ' one way alone' : ''}`);
  return [...asked, ...answered, ...reported, ...stored];
}
