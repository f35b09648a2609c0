/** With a change of what was read in this version; 0 adds. Without one the last of two wins. */
export const ifMatch = (version: number | undefined) =>
  version === undefined ? {} : { 'If-Match': `"${version}"` };
