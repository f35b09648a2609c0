import { z } from 'zod';
import { productLimits as limits } from '../limits.ts';

/** Where a picture is. Schemas only. */

export const mediaUrl = z
  .string()
  .max(limits.mediaAddress)
  .regex(/^(https?:\/\/[^\s"<>]+|\/[^\s"<>/\\][^\s"<>\\]*)$/)
  .meta({ description: 'http(s) address, or a path on this host', examples: ['/media/cup.svg'] });

const percent = z.int().min(0).max(100);
/** What has to be seen where a picture is cut, in percent from the left and the top. */
export const focalPoint = z.strictObject({ x: percent, y: percent });
export type FocalPoint = z.output<typeof focalPoint>;

/** As it is shown: left out where nobody said, which is the middle. */
export const shownFocal = focalPoint.optional().meta({
  description:
    'What has to be seen where the picture is cut, in percent from the left and the top; the middle where it is left out',
});
