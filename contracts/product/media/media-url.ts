import { z } from 'zod';
import { productLimits as limits } from '../limits.ts';

/** Where a picture is. Schemas only. */

export const mediaUrl = z
  .string()
  .max(limits.mediaAddress)
  .regex(/^(https?:\/\/[^\s"<>]+|\/[^\s"<>/\\][^\s"<>\\]*)$/)
  .meta({ description: 'http(s) address, or a path on this host', examples: ['/media/cup.svg'] });
