/** Names of built files, each with a hash of its content. */
export interface AdminManifest {
  readonly style: string;
  readonly script: string;
  /** Scripts that the first one cannot begin without, asked for beside it. */
  readonly preloaded: readonly string[];
  /** What every page is set in, asked for before the style is read. */
  readonly preloadedFont: string;
}
