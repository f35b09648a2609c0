import type { Change } from '../mutant.ts';

const move = /^ {4}(\w+): \[((?:'\w+', )+)'→', '(\w+)'\],$/gmu;

/**
 * Every state of a move: each state that a move leads from is left out, and one that it does not
 * lead from is let in.
 */
export function stateChanges(text: string): Change[] {
  if (!/\bstates\(/.test(text)) return [];
  const moves = [...text.matchAll(move)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    name: found[1]!,
    from: found[2]!.split(', ').filter(Boolean),
    to: `'${found[3]!}'`,
  }));
  const states = [...new Set(moves.flatMap(({ from, to }) => [...from, to]))];
  return moves.flatMap(({ start, end, name, from, to }) => {
    const row = (kept: readonly string[]) => `    ${name}: [${kept.join(', ')}, '→', ${to}],`;
    const place = { start, end };
    const less = from.length < 2 ? [] : from;
    const left = less.map((state) => ({
      ...place,
      to: row(from.filter((one) => one !== state)),
      name: `${name} not from ${state.slice(1, -1)}`,
    }));
    const more = states.filter((state) => !from.includes(state) && state !== to);
    const added = more.map((state) => ({
      ...place,
      to: row([...from, state]),
      name: `${name} from ${state.slice(1, -1)} too`,
    }));
    return [...left, ...added];
  });
}
