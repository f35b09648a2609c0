/** Where somebody was in a list, for when they come back to it. */
interface Remembered {
  /** Pixels from the top. */
  readonly offset: number;
  readonly current: string | undefined;
  readonly selected: ReadonlySet<string>;
}

const remembered = new Map<string, Remembered>();
let inHand: { readonly orderIds: readonly string[]; readonly address: string } | undefined;

/** By the list's address: another search is another list. */
export function rememberList(address: string, state: Remembered): void {
  remembered.set(address, state);
}

export function rememberedList(address: string): Remembered | undefined {
  return remembered.get(address);
}

/** The list out of which orders are opened: who looks at one goes on to the next without going back. */
export function takeInHand(address: string, orderIds: readonly string[]): void {
  inHand = { address, orderIds };
}

export function neighboursOf(orderId: string): {
  readonly before: string | undefined;
  readonly after: string | undefined;
} {
  const at = inHand?.orderIds.indexOf(orderId) ?? -1;
  if (!inHand || at === -1) return { before: undefined, after: undefined };
  const { address, orderIds } = inHand;
  // Coming back, one is at the order that was looked at last.
  const list = remembered.get(address);
  if (list) remembered.set(address, { ...list, current: orderId });
  return { before: orderIds[at - 1], after: orderIds[at + 1] };
}
