import { useLiveUpdates } from './use-live.ts';

/** Beneath who is signed in. */
export function LiveUpdates() {
  useLiveUpdates();
  return null;
}
