import { auditPromises } from './audit.ts';
import { storedStepsPromises } from './stored-steps.ts';
import { waitingPromises } from './waiting-work.ts';

/** What every service promises, each of what stands in its own schema. Schemas only. */
export const commonPromises = { ...auditPromises, ...waitingPromises } as const;

/** And what those promise who make something for an order, or hear of it. */
export const promisesOfOrders = { ...commonPromises, ...storedStepsPromises } as const;
