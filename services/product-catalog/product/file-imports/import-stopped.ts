/** Somebody has stopped an import: nothing more is done. */
export class ImportStopped extends Error {}
