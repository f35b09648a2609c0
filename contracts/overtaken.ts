import { z } from 'zod';
import { failure } from '#kernel/contract.ts';

/** For what two people may set at once: a change says what it is a change of. Schemas only. */

export const version = z.int().min(1).optional().meta({ description: 'Rises with each change' });

/** As it was read; 0 expects that there is none yet. Without it the last one wins. */
export const expectedVersion = z.int().min(0).optional();

/** A version before would drop `expectedVersion`, and what another has set meanwhile would be lost. */
export const expectsSinceVersion2 = { version: 2, raisedFor: ['expectedVersion'] } as const;

/** With the version that it has by now; 0 where there is none. */
export const versionConflict = {
  version_conflict: failure('conflict', z.strictObject({ version: z.int() })),
};
