import { z } from 'zod';
import { actor } from '#kernel/actor.ts';
import { id } from '../shapes.ts';

/**
 * What a member of the staff may from now on, or what is left of a key: less than before, or more. What
 * goes on by itself in their name goes on with no more than this. Schemas only.
 */
export const rightsChange = z.strictObject({
  /** The member, with the keys that were made by them, and those made with these; or keys that ended. */
  actorIds: z.array(id).min(1),
  channels: actor.shape.channels,
  permissions: actor.shape.permissions,
});
