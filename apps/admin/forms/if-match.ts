/** With a change of what was read in this version; 0 where there was none. */
export const ifMatch = (version = 0) => ({ 'If-Match': `"${version}"` });
