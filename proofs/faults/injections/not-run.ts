/** A scenario that this system cannot stage: neither passed nor failed, and always said. */
export class NotRun extends Error {}
