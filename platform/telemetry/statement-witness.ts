import type { Statement } from '../ground/sql.ts';
import type { ServiceName } from '../topology.ts';

/** Looks on while a service sends a statement, in the stack of whoever asked for it. */
export type StatementWitness = (service: ServiceName, statement: Statement, by: SentBy) => void;

/** How it is sent, and so what its rows are for. */
export type SentBy = 'query' | 'list' | 'write' | 'move' | 'decide' | 'change' | 'last';

let witnesses: StatementWitness[] | undefined;

/** Tests alone look on: `platform/test-kit/note-statements.ts`. */
export function watchStatements(watching: StatementWitness): () => void {
  witnesses = [...(witnesses ?? []), watching];
  return () => {
    witnesses = witnesses?.filter((witness) => witness !== watching);
  };
}

export function witnessStatement(service: ServiceName, statement: Statement, by: SentBy): void {
  if (witnesses) for (const witness of witnesses) witness(service, statement, by);
}
