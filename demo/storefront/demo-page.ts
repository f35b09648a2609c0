/** A page of the demo store, in both of its languages. */
export interface DemoPage {
  readonly handle: string;
  readonly kind: string;
  readonly texts: Readonly<
    Record<'en' | 'de', { readonly title: string; readonly markdown: string }>
  >;
}
