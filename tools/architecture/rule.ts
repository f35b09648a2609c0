import type { SourceFile } from './source-file.ts';

/** One place where a rule is broken, with what to do instead. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** A file that exists only here, to show what a rule does and does not object to. */
export interface Sample {
  readonly path: string;
  readonly text: string;
}

export interface Rule {
  /** What holds, in words. */
  readonly name: string;
  check(file: SourceFile): Finding[];
  /** Each alone must be found. */
  readonly refused: readonly Sample[];
  /** Each alone must pass. */
  readonly accepted: readonly Sample[];
}
