import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { locale, text } from '../../shapes.ts';

/** What categories and collections have alike. Schemas only. */

export const names = z.record(locale, text(255)).meta({ description: 'By language' });
export const expectedVersion = z.int().min(1).optional();
export const versionConflict = {
  version_conflict: failure('conflict', z.strictObject({ version: z.int() })),
};

export const productsIn = z
  .int()
  .meta({ description: 'That stand right in it, whatever their state' });
