/** What a planted fault takes away or turns round: see `docs/mutants.md`. */
export const mutantKinds = [
  'state',
  'part',
  'right',
  'money',
  'lease',
  'webhook',
  'guard',
  'invariant',
  'law',
] as const;
export type MutantKind = (typeof mutantKinds)[number];

/** One fault that can be planted: `from` stands in `file` exactly once, and becomes `to`. */
export interface Mutant {
  /** `kind:file:what`, the same however the lines around it move. */
  readonly id: string;
  readonly kind: MutantKind;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A mutant that is planted again and again. */
export interface KeptMutant extends Mutant {
  /** The test file that saw it when it was last looked for: asked first. */
  readonly seenBy?: string;
  /** How long that took. */
  readonly seconds?: number;
  /** Why nothing can see it: the program does the same with it. Such a one is not planted. */
  readonly equivalent?: string;
}

/** What a kind makes of one source: a piece of it and what stands there instead. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly to: string;
  /** Names it within its file; what shares a name is numbered. */
  readonly name: string;
}
