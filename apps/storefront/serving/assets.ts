/** Names of built files, each with a hash of its content. */
export interface AssetsManifest {
  readonly style: string;
  readonly script: string;
  /** Of the page on which a card is asked for, alone. */
  readonly payScript: string;
  /** What every page is set in, asked for before the style is read. */
  readonly preloadedFont: string;
}
