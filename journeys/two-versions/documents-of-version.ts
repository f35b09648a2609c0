import type { StoredDocument } from '#platform/documents/documents.ts';
import { noteCrossing } from './crossings.ts';
import type { Version } from './versions.ts';

/** What the newer release added to every stored document. */
const addedField = 'addedToTheDocument';

const releaseOf = new Map<StoredDocument, Version>();
const extended = new Set<StoredDocument>();

/** Of all services that were composed. */
export const storedDocuments = (): string[] => [...releaseOf.keys()].map(({ name }) => name);

/** From now on a service keeps its documents as this release does, and reads what either wrote. */
export function keepAs(version: Version, documents: readonly StoredDocument[]): void {
  for (const document of documents) {
    if (!extended.has(document)) extend(document);
    extended.add(document);
    releaseOf.set(document, version);
  }
}

/** The releases are gone: documents are kept as they are. */
export function keepAsTheyAre(): void {
  releaseOf.clear();
}

function extend(document: StoredDocument): void {
  const { name } = document;
  const read = document.read.bind(document);
  const wrap = document.wrap.bind(document);
  // Undefined once the releases are gone: another file of the same worker keeps documents as they are.
  const version = (): Version | undefined => releaseOf.get(document);
  const reported: StoredDocument['wrap'] = (value) =>
    version() === 'newer' ? added(wrap(value)) : wrap(value);
  Object.assign(document, {
    wrap: reported,
    write: (value: never) => JSON.stringify(reported(value)),
    read: (stored: unknown) => {
      const from = writerOf(stored);
      const reader = version();
      if (from && reader) noteCrossing('stored', name, from, reader);
      return read(stored);
    },
  });
}

/** In a list each item has it: a list itself holds no fields. */
function added(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(added);
  return isThing(value) ? { ...value, [addedField]: true } : value;
}

function writerOf(stored: unknown): Version | undefined {
  const thing: unknown = Array.isArray(stored) ? stored[0] : stored;
  if (!isThing(thing)) return undefined;
  return addedField in thing ? 'newer' : 'older';
}

function isThing(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
