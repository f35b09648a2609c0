import { z } from 'zod';

/** What a list is taken out of the shop in: a part at a time, so that it can be gone on with. Schemas only. */

export const exportPart = z
  .strictObject({
    text: z.string().meta({ description: 'CSV in UTF-8; the first part begins with the headings' }),
    nextCursor: z.string().nullable().meta({ description: 'Null with the last part' }),
  })
  .meta({ id: 'ExportPart' });
