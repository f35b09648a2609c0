/** What a change is sent with, or what is to be added. */
export type Expected = Readonly<{ 'If-Match'?: string }>;

/**
 * With a change of what was read in this version. Of what tells none, as a version before did, the last
 * of two wins.
 */
export const ifMatch = (version: number | undefined): Expected =>
  version ? { 'If-Match': `"${version}"` } : {};

/** With what is to be added: nothing of its name may be there. */
export const ifNone: Expected = { 'If-Match': '"0"' };
