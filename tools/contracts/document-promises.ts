import { createHash } from 'node:crypto';
import type { ServiceDeclaration } from '#platform/calls/service.ts';
import type { StoredDocument } from '#platform/documents/documents.ts';
import { limitedTo, type Reported } from './promise.ts';
import { samplesOf } from './stored-documents.ts';

/** What a release writes into its json columns, and what it reads. */
export interface PromisedDocument {
  readonly columns: readonly string[];
  /** The version that it writes. */
  readonly v: number;
  /** The version up to which it reads. */
  readonly reads: number;
  /** Of version `v`. */
  readonly schema: Reported;
  /** By version, the fingerprint of each kept sample. */
  readonly samples: Readonly<Record<string, readonly string[]>>;
}

export type PromisedDocuments = Readonly<Record<string, PromisedDocument>>;

type Keeper = Pick<ServiceDeclaration, 'migrations' | 'documents'>;

/** All documents of these services, with the samples that lie beside their declarations. */
export function documentPromises(services: readonly Keeper[]): PromisedDocuments {
  return Object.fromEntries(
    services.flatMap(({ migrations, documents = [] }) =>
      documents.map((document): [string, PromisedDocument] => [
        document.name,
        documentPromise(document, (version) => samplesOf(migrations!, document.name, version)),
      ]),
    ),
  );
}

export function documentPromise(
  { columns, v, next, schema }: StoredDocument,
  samplesOfVersion: (version: number) => readonly unknown[],
): PromisedDocument {
  const versions = Array.from({ length: v }, (_, index) => index + 1);
  return {
    columns,
    v,
    reads: next ? v + 1 : v,
    schema: limitedTo(schema),
    samples: Object.fromEntries(
      versions.map((version) => [version, samplesOfVersion(version).map(fingerprint)]),
    ),
  };
}

/** The same for the same document, however its file is formatted. */
function fingerprint(sample: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(sample)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, sorted(field)]));
}
