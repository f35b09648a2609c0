import { isRefused } from './kontor.ts';

/**
 * Whether a command may have been done although its answer was none: the line was lost, or the shop
 * failed. It is sent again as it was, under its key; after a refusal the next one is another.
 */
export function isUnclear(error: unknown): boolean {
  return !isRefused(error);
}
