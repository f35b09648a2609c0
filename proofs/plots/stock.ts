import type { Buyer, Shelf } from './buyer.ts';
import { mayFollow, type Rules } from './rules.ts';

/** Inventory's operations on the one reservation of a buyer. Each is one commit. */

/** Undefined where nothing can happen before the sweep has been there. */
export function reserve(
  buyer: Buyer,
  { tables }: Rules,
  shelf: Shelf,
): { outcome: 'held' | 'short' | 'finished'; buyer: Buyer } | undefined {
  const { reservation } = buyer;
  if (reservation === 'confirmed') return { outcome: 'held', buyer };
  if (reservation === 'active') return { outcome: 'held', buyer: { ...buyer, due: false } };
  const again = mayFollow(tables.reservation, reservation, 'active') && !buyer.endedForGood;
  if (reservation !== 'none' && !again) return { outcome: 'finished', buyer };
  if (shelf === 'held_too_long') return undefined;
  if (shelf === 'sold_out') return { outcome: 'short', buyer };
  return { outcome: 'held', buyer: { ...buyer, reservation: 'active', due: false } };
}

export function confirm(
  buyer: Buyer,
  { tables }: Rules,
): { outcome: 'confirmed' | 'expired'; buyer: Buyer } {
  if (!buyer.due && mayFollow(tables.reservation, buyer.reservation, 'confirmed')) {
    return { outcome: 'confirmed', buyer: { ...buyer, reservation: 'confirmed' } };
  }
  const stands = buyer.reservation === 'confirmed' || buyer.reservation === 'departed';
  return { outcome: stands ? 'confirmed' : 'expired', buyer };
}

/** What expired before is only marked, so that it is not reserved anew either. */
export function release(buyer: Buyer, { tables, conduct }: Rules): Buyer {
  const endedForGood = conduct.releasesForGood;
  if (buyer.reservation === 'expired') return { ...buyer, endedForGood };
  if (buyer.reservation === 'none' && conduct.endsUnbegun) {
    return { ...buyer, reservation: 'released', endedForGood };
  }
  if (!mayFollow(tables.reservation, buyer.reservation, 'released')) return buyer;
  return { ...buyer, reservation: 'released', due: false, endedForGood };
}

export function depart(buyer: Buyer, { tables }: Rules): Buyer | undefined {
  if (buyer.reservation === 'departed') return buyer;
  if (!mayFollow(tables.reservation, buyer.reservation, 'departed')) return undefined;
  return { ...buyer, reservation: 'departed' };
}

export function expire(buyer: Buyer, { tables }: Rules): Buyer | undefined {
  if (!buyer.due || !mayFollow(tables.reservation, buyer.reservation, 'expired')) return undefined;
  return { ...buyer, reservation: 'expired', due: false };
}
