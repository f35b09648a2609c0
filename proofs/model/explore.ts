import { keyOf, newBuyer, unitsOf, withoutDead, type Buyer, type Shelf } from './buyer.ts';
import { wrongAtRest, wrongMove, wrongNow } from './invariants.ts';
import type { Rules } from './rules.ts';
import { Steps } from './steps.ts';

export interface Explored {
  /** Of two buyers together: every pair that some interleaving reaches. */
  readonly states: number;
  /** Of one buyer, beside whatever the other one does. */
  readonly buyers: number;
  readonly steps: number;
  /** How the two may see each other on the shelf. */
  readonly histories: number;
  readonly rests: number;
  readonly violation?: Violation;
}

interface Violation {
  readonly wrong: string;
  /** The shortest way there, step by step; the other buyer's after `and`. */
  readonly path: readonly string[];
}

/** What the other one can notice of a step: what is on the shelf after it, and what it had to be. */
interface Seen {
  readonly needs: 'free' | 'sold_out' | 'any';
  readonly units: number;
  readonly due: boolean;
}

interface Known {
  readonly buyer: Buyer;
  /** Which state, and which step of it, led here first. */
  readonly from: number;
  readonly by: string;
  /** Where it goes on by itself, unharmed; nowhere where it rests. */
  goesOn?: readonly number[];
  next?: { readonly unseen: readonly number[]; readonly seen: ReadonlyMap<string, number[]> };
}

/** The states in which a buyer may be after the same history of what can be seen of him. */
interface Crowd {
  readonly ids: readonly number[];
  readonly units: number;
  readonly due: boolean;
  readonly next: ReadonlyMap<string, { readonly seen: Seen; readonly ids: readonly number[] }>;
}

/**
 * Every interleaving of two buyers who want the last unit; each may suffer so many faults. They
 * meet at the shelf alone: what the other one cannot see of a buyer commutes with all that he does.
 * So after each history of what they saw of each other, each of the one's possible states goes with
 * each of the other's, and only the histories are interleaved; no pair is left out by that.
 */
export class Exploration {
  private readonly steps: Steps;
  private readonly first: Buyer;
  private readonly known: Known[] = [];
  private readonly ids = new Map<string, number>();
  private readonly crowds: Crowd[] = [];
  private readonly crowdIds = new Map<string, number>();
  private stepped = 0;
  private rests = 0;
  private violation: Violation | undefined;

  /** @param first how a buyer begins: before he completes his checkout, unless told */
  static async of(rules: Rules, faults: number, first: Buyer = newBuyer): Promise<Exploration> {
    return new Exploration(await Steps.of(rules, faults), first);
  }

  private constructor(steps: Steps, first: Buyer) {
    this.steps = steps;
    this.first = first;
  }

  run(): Explored {
    const first = this.crowdOf([this.idOf(this.first, -1, '')]);
    const pairs: [number, number][] = [];
    const met = new Set<string>();
    const meet = (x: number, y: number) => {
      const [a, b] = x < y ? [x, y] : [y, x];
      if (met.has(`${a} ${b}`)) return;
      met.add(`${a} ${b}`);
      pairs.push([a, b]);
    };
    meet(first, first);
    for (const [a, b] of pairs) {
      for (const [mine, other] of [
        [a, b],
        [b, a],
      ] as const) {
        for (const { seen, ids } of this.crowds[mine]!.next.values()) {
          if (this.violation) return this.reported(pairs);
          if (!isPossible(seen, this.crowds[other]!)) continue;
          const after = this.crowdOf(ids);
          this.compare(after, other);
          meet(after, other);
        }
      }
    }
    return this.reported(pairs);
  }

  /**
   * One buyer beside another who may do anything at any time: more than can be, and so enough to
   * prove by. The unit is sold twice only if somebody takes it without finding it free.
   */
  runBeside(): Explored {
    this.idOf(this.first, -1, '');
    for (let id = 0; id < this.known.length && !this.violation; id += 1) {
      for (const [label, ids] of this.nextOf(id).seen) {
        const { needs, units } = seenAs(label);
        const takes = units > unitsOf(this.known[id]!.buyer) && needs !== 'free';
        if (takes) this.object('I1: the last unit may be sold twice', ids[0]!);
      }
    }
    this.objectToEndless();
    const { stepped: steps, rests, violation } = this;
    const buyers = this.known.length;
    const holding = this.known.filter(({ buyer }) => unitsOf(buyer) > 0).length;
    const free = buyers - holding;
    const states = violation ? 0 : holding * free + (free * (free + 1)) / 2;
    return { states, buyers, steps, histories: 0, rests, ...(violation ? { violation } : {}) };
  }

  /** All that one buyer can come to. */
  reached(): Buyer[] {
    return this.known.map(({ buyer }) => buyer);
  }

  private reported(pairs: readonly [number, number][]): Explored {
    const { stepped: steps, rests, violation } = this;
    const states = violation ? 0 : countPairs(this.crowds, pairs);
    const [buyers, histories] = [this.known.length, pairs.length];
    return { states, buyers, steps, histories, rests, ...(violation ? { violation } : {}) };
  }

  /** From wherever a buyer is there is a way to an end that nobody has to help him to. */
  private objectToEndless(): void {
    if (this.violation) return;
    const before = new Map<number, number[]>();
    const ending: number[] = [];
    for (const [id, { goesOn = [] }] of this.known.entries()) {
      if (goesOn.length === 0) ending.push(id);
      for (const after of goesOn) {
        const found = before.get(after);
        if (found) found.push(id);
        else before.set(after, [id]);
      }
    }
    const ends = new Set(ending);
    for (const id of ends) for (const earlier of before.get(id) ?? []) ends.add(earlier);
    const endless = this.known.findIndex((_, id) => !ends.has(id));
    if (endless >= 0) this.object('I14: it goes on for ever', endless);
  }

  private compare(a: number, b: number): void {
    const [one, other] = [this.crowds[a]!, this.crowds[b]!];
    if (one.units + other.units <= 1) return;
    const path = [...this.pathTo(one.ids[0]!), 'and', ...this.pathTo(other.ids[0]!)];
    this.violation ??= { wrong: 'I1: the last unit was sold twice', path };
  }

  /** All that is reached from these without the other one seeing anything of it. */
  private crowdOf(first: readonly number[]): number {
    const all = new Set(first);
    const next = new Map<string, { seen: Seen; ids: Set<number> }>();
    for (const id of all) {
      const { unseen, seen } = this.nextOf(id);
      for (const after of unseen) all.add(after);
      for (const [label, ids] of seen) {
        let found = next.get(label);
        if (!found) next.set(label, (found = { seen: seenAs(label), ids: new Set() }));
        for (const after of ids) found.ids.add(after);
      }
      if (this.violation) break;
    }
    const ids = [...all].toSorted((x, y) => x - y);
    const key = ids.join();
    const found = this.crowdIds.get(key);
    if (found !== undefined) return found;
    const { buyer } = this.known[ids[0]!]!;
    const reported = [...next].map(
      ([label, one]) => [label, { ...one, ids: [...one.ids] }] as const,
    );
    this.crowds.push({ ids, units: unitsOf(buyer), due: buyer.due, next: new Map(reported) });
    this.crowdIds.set(key, this.crowds.length - 1);
    return this.crowds.length - 1;
  }

  private idOf(full: Buyer, from: number, by: string): number {
    const buyer = withoutDead(full, this.steps.placeAt);
    const key = keyOf(buyer);
    const found = this.ids.get(key);
    if (found !== undefined) return found;
    const id = this.known.length;
    this.ids.set(key, id);
    this.known.push({ buyer, from, by });
    this.object(wrongNow(buyer), id);
    return id;
  }

  private object(wrong: string | undefined, id: number, ...last: string[]): void {
    if (wrong) this.violation ??= { wrong, path: [...this.pathTo(id), ...last] };
  }

  private nextOf(id: number): NonNullable<Known['next']> {
    const known = this.known[id]!;
    return (known.next ??= this.expand(id, known.buyer));
  }

  private expand(id: number, buyer: Buyer): NonNullable<Known['next']> {
    const free = this.stepsFrom(id, buyer, 'free');
    const soldOut = this.steps.looksAtShelf(buyer) ? this.stepsFrom(id, buyer, 'sold_out') : free;
    const unseen: number[] = [];
    const seen = new Map<string, number[]>();
    for (const after of new Set([...free.ids, ...soldOut.ids])) {
      const { units, due } = outcomeOf(this.known[after]!.buyer);
      const always = free.ids.has(after) && soldOut.ids.has(after);
      if (always && units === unitsOf(buyer) && due === buyer.due) unseen.push(after);
      else {
        const needs = always ? 'any' : free.ids.has(after) ? 'free' : 'sold_out';
        const label = `${needs} ${units} ${due}`;
        seen.set(label, [...(seen.get(label) ?? []), after]);
      }
    }
    this.known[id]!.goesOn = [...new Set([...free.goesOn, ...soldOut.goesOn])];
    if (this.known[id]!.goesOn.length === 0) {
      this.rests += 1;
      this.object(wrongAtRest(buyer), id);
    }
    return { unseen, seen };
  }

  private stepsFrom(
    id: number,
    buyer: Buyer,
    shelf: Shelf,
  ): { ids: Set<number>; goesOn: number[] } {
    const ids = new Set<number>();
    const goesOn: number[] = [];
    for (const { name, kind, buyer: after } of this.steps.of(buyer, shelf)) {
      this.stepped += 1;
      this.object(wrongMove(buyer, after), id, name);
      const target = this.idOf(after, id, name);
      if (target === id) continue;
      if (kind === 'system' && after.faults === buyer.faults) goesOn.push(target);
      ids.add(target);
    }
    return { ids, goesOn };
  }

  private pathTo(id: number): string[] {
    const path: string[] = [];
    for (let at = id; this.known[at]!.from >= 0; at = this.known[at]!.from) {
      path.unshift(this.known[at]!.by);
    }
    return path;
  }
}

function outcomeOf(buyer: Buyer): { units: number; due: boolean } {
  return { units: unitsOf(buyer), due: buyer.due };
}

function seenAs(label: string): Seen {
  const [needs, units, due] = label.split(' ') as [Seen['needs'], string, string];
  return { needs, units: Number(units), due: due === 'true' };
}

/** A hold that comes short lets the sweep go first: while that is due, there is no sold out. */
function isPossible({ needs }: Seen, other: Crowd): boolean {
  if (needs === 'any') return true;
  return needs === 'free' ? other.units === 0 : other.units > 0 && !other.due;
}

/** How many pairs of states lie in some pair of crowds; a pair and its mirror image are one. */
function countPairs(crowds: readonly Crowd[], pairs: readonly [number, number][]): number {
  const crowdsOf = new Map<number, number[]>();
  for (const [index, { ids }] of crowds.entries()) {
    for (const id of ids) crowdsOf.set(id, [...(crowdsOf.get(id) ?? []), index]);
  }
  const sizes = new Map<string, { size: number; crowds: number[] }>();
  for (const found of crowdsOf.values()) {
    const one = sizes.get(found.join()) ?? { size: 0, crowds: found };
    sizes.set(found.join(), { ...one, size: one.size + 1 });
  }
  const met = new Set(pairs.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
  const groups = [...sizes.values()];
  let states = 0;
  for (const [index, one] of groups.entries()) {
    for (const other of groups.slice(index)) {
      if (!one.crowds.some((a) => other.crowds.some((b) => met.has(`${a} ${b}`)))) continue;
      states += one === other ? (one.size * (one.size + 1)) / 2 : one.size * other.size;
    }
  }
  return states;
}
