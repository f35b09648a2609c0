import { useShelfTree, type Category } from '../shelves/use-shelves.ts';

/** All categories by path, those that no shopper sees too. */
export function useCategories(): readonly Category[] {
  return useShelfTree().data ?? [];
}
