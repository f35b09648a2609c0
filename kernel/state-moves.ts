/** A move that has a name: from any of these states to one. */
export interface Move<State extends string> {
  readonly from: readonly State[];
  readonly to: State;
}

/**
 * For tables of named moves.
 * @param thing what has the states, as the error says it, e.g. `order`
 * @throws when a state cannot be reached or a move leads nowhere, so that a wrong table stops the start
 */
export function checkMoves<State extends string>(
  thing: string,
  states: readonly State[],
  first: readonly State[],
  moves: Readonly<Record<string, Move<State>>>,
): void {
  checkReached(thing, states, first, Object.values(moves));
  for (const [name, { from, to }] of Object.entries(moves)) {
    if (from.includes(to)) throw new Error(`${thing} move ${name} leads from ${to} to itself`);
  }
}

/**
 * For tables that say of each state which others may follow it; a state may follow itself.
 * @throws when a state cannot be reached or is none of the table, so that a wrong one stops the start
 */
export function checkSuccessors<State extends string>(
  thing: string,
  first: readonly NoInfer<State>[],
  successors: Readonly<Record<State, readonly NoInfer<State>[]>>,
): void {
  const states = Object.keys(successors) as State[];
  const moves = states.flatMap((from) => successors[from].map((to) => ({ from: [from], to })));
  checkReached(thing, states, first, moves);
}

function checkReached<State extends string>(
  thing: string,
  states: readonly State[],
  first: readonly State[],
  moves: readonly Move<State>[],
): void {
  const reached = new Set(first);
  for (const state of reached) {
    if (!states.includes(state))
      throw new Error(`${thing} moves lead to ${state}, which is no state`);
    // A set goes on over what is added while it is walked.
    for (const { from, to } of moves) if (from.includes(state)) reached.add(to);
  }
  const lost = states.filter((state) => !reached.has(state));
  if (lost.length > 0) throw new Error(`${thing} states that no move reaches: ${lost.join(', ')}`);
}
