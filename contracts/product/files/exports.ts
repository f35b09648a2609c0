import { z } from 'zod';
import { failure, query } from '#kernel/contract.ts';
import { exportPart } from '../../every-service/exports.ts';
import { page, pageFailures } from '../../shapes.ts';

/** Products as a file that an import takes. Schemas only. */
export const productExportPromises = {
  /** Those that the asker sees, oldest first, with prices of the channel asked for; that it begins is audited. */
  exportProducts: query({
    access: 'catalog:read',
    input: z.strictObject({ cursor: page.shape.cursor }),
    output: exportPart,
    failures: { ...pageFailures, channel_not_found: failure('not_found') },
  }),
};
