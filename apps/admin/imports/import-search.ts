export const outcomes = ['left_out', 'changed', 'created', 'updated'] as const;
export type Outcome = (typeof outcomes)[number];

export interface ImportSearch {
  /** Which import is looked at; without one a file is chosen. */
  readonly file?: string;
  readonly outcome?: Outcome;
}

/** What stands in the address, as far as it means something. */
export function readImportSearch(search: Record<string, unknown>): ImportSearch {
  const { file, outcome } = search;
  const known = outcomes.find((one) => one === outcome);
  return {
    ...(typeof file === 'string' && file !== '' ? { file } : {}),
    ...(known ? { outcome: known } : {}),
  };
}
