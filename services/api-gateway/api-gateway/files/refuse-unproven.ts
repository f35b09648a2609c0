import type { Invocation } from '#kernel/invocation.ts';
import type { GatewayCalls } from '../desk/use-case.ts';

/** What a use case that asks for it calls besides. */
export const proof = ['auth', 'requireProof'] as const;

/**
 * What takes a whole list out of the shop is not for whoever finds a session of staff open: it has
 * proven lately who it is. Keys have proven all that they can.
 */
export async function refuseUnproven(invocation: Invocation, call: GatewayCalls) {
  if (invocation.actor.kind !== 'staff') return undefined;
  const proven = await call.auth.requireProof({}, invocation);
  return proven.ok ? undefined : proven;
}
