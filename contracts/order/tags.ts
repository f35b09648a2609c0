import { z } from 'zod';
import { ofKind } from '../text-kinds.ts';

/** Tags of an order at most. */
export const mostOrderTags = 50;

export const orderTag = ofKind('label', z.string().trim().min(1).max(60));
/** What staff sort orders by, in their own words. */
export const orderTags = z.array(orderTag).max(mostOrderTags);
