import { auditPromises } from './audit.ts';
import { waitingPromises } from './waiting-work.ts';

/** What every service promises, each of what stands in its own schema. Schemas only. */
export const commonPromises = { ...auditPromises, ...waitingPromises } as const;
