import { fail, type Failed, type Failure } from './result.ts';

/** What has states, and where they are kept. */
export interface StatesOf<State extends string> {
  readonly table: string;
  /** The columns that hold one each; `state` alone unless told. */
  readonly columns?: readonly string[];
  /** The key of the table; `id` unless told. */
  readonly key?: string;
  /** The column that every move counts, which is what others call the thing's version. */
  readonly counts?: string;
  /** The column that keeps when it moved last. */
  readonly stamps?: string;
  /** All the states there are. */
  readonly states: readonly State[];
  /** Those in which one begins. */
  readonly first: NoInfer<State> | readonly NoInfer<State>[];
}

/** Between the states from which a move leads and the one to which it does. */
export const to = '→';
export type Arrow<State extends string> = readonly [...State[], typeof to, State];

export interface StateMachine<Thing extends string = string, State extends string = string> {
  /** In one word, as conflicts are named: `pay_out`. */
  readonly thing: Thing;
  readonly table: string;
  readonly columns: readonly string[];
  readonly key: string;
  readonly counts: string | undefined;
  readonly stamps: string | undefined;
  readonly states: readonly State[];
  readonly first: readonly State[];
  readonly moves: Readonly<Record<string, Transition<Thing, State>>>;
}

/** A move that may be made: from any of these states to one. */
export interface Transition<Thing extends string = string, State extends string = string> {
  readonly name: string;
  readonly from: readonly State[];
  readonly to: State;
  readonly machine: StateMachine<Thing, State>;
}

/** The moves of a thing by their names. */
export type Moves<
  Name extends string = string,
  State extends string = string,
  Thing extends string = string,
> = Readonly<Record<Name, Transition<Thing, State>>>;

/** The states of a thing, from its table. */
export type StateOf<Table> = Table extends Moves<string, infer State> ? State : never;

/**
 * The one way to say which states a thing has and how it comes from one to another. From it follow
 * the SQL of a move (`platform/data/transition.ts`), the conflict of who comes too late, the drawing in
 * `docs/states.md`, what the oracle calls legal and what the model explores.
 * @param thing in one word, e.g. `order`
 * @throws when a state cannot be reached or a move leads nowhere, so that a wrong table stops the start
 */
export function states<
  const Thing extends string,
  const State extends string,
  const Name extends string,
>(
  thing: Thing,
  of: StatesOf<State>,
  arrows: Readonly<Record<Name, Arrow<NoInfer<State>>>>,
): Moves<Name, State, Thing> {
  const moves: Record<string, Transition<Thing, State>> = {};
  const machine: StateMachine<Thing, State> = {
    thing,
    table: of.table,
    columns: of.columns ?? ['state'],
    key: of.key ?? 'id',
    counts: of.counts,
    stamps: of.stamps,
    states: of.states,
    first: typeof of.first === 'string' ? [of.first] : of.first,
    moves,
  };
  for (const [name, arrow] of Object.entries<Arrow<State>>(arrows)) {
    moves[name] = { name, ...readArrow(`${thing} move ${name}`, arrow), machine };
  }
  checkMachine(machine);
  return moves as Moves<Name, State, Thing>;
}

function readArrow<State extends string>(
  what: string,
  arrow: Arrow<State>,
): { from: readonly State[]; to: State } {
  const words = arrow as readonly string[];
  const at = words.length - 2;
  if (at < 1 || words.indexOf(to) !== at) {
    throw new Error(`${what} is not written as one or more states, ${to}, and one state`);
  }
  return { from: words.slice(0, at) as State[], to: words.at(-1) as State };
}

function checkMachine({ thing, states: all, first, moves }: StateMachine): void {
  const known = (state: string, what: string) => {
    if (!all.includes(state)) throw new Error(`${what} ${state}, which is no state`);
  };
  for (const state of first) known(state, `${thing} begins as`);
  for (const { name, from, to: target } of Object.values(moves)) {
    for (const state of from) known(state, `${thing} move ${name} leads from`);
    known(target, `${thing} move ${name} leads to`);
    if (from.includes(target)) {
      throw new Error(`${thing} move ${name} leads from ${target} to itself`);
    }
  }
  const lost = all.filter((state) => !reachable(moves, first).has(state));
  if (lost.length > 0) throw new Error(`${thing} states that no move reaches: ${lost.join(', ')}`);
}

/** These states and all to which moves lead from them, over others too. */
export function reachable<State extends string>(
  moves: Moves<string, State>,
  from: readonly State[],
): ReadonlySet<State> {
  const reached = new Set(from);
  for (const state of reached) {
    // A set goes on over what is added while it is walked.
    for (const move of Object.values(moves)) if (move.from.includes(state)) reached.add(move.to);
  }
  return reached;
}

export function machineOf<Thing extends string, State extends string>(
  moves: Moves<string, State, Thing>,
): StateMachine<Thing, State> {
  return Object.values(moves)[0]!.machine;
}

export function mayMove<State extends string>(
  { from }: Pick<Transition<string, State>, 'from'>,
  state: NoInfer<State>,
): boolean {
  return from.includes(state);
}

/** The move that leads from one state to another, where one does. */
export function moveBetween<State extends string>(
  moves: Moves<string, State>,
  state: NoInfer<State>,
  target: NoInfer<State>,
): Transition<string, State> | undefined {
  return Object.values(moves).find((move) => move.to === target && move.from.includes(state));
}

/** Who comes too late is told the state in which the thing is by now. */
export function stateConflict<Thing extends string, State extends string>(
  moves: Moves<string, State, Thing>,
  state: NoInfer<State>,
  message: string,
): Failed<Failure<`${Thing}_state_conflict`, { state: State }>> {
  return fail(`${machineOf(moves).thing}_state_conflict` as const, message, { state });
}
