import type { Change } from '../mutant.ts';
import type { Syntax } from '../syntax.ts';

const parts = new Set(['events', 'starts', 'finishes', 'locks', 'where']);
const deeds = /^(?:await )?(?:tx|transaction)\.(?:audit|emit|last|stories\.\w+)\(/u;
const moves = /(?:\.move|\bchangeBy|\btransition)$/u;

/** Every part of a move: its events, stories, rows and what the audit says of it. */
export function partChanges(syntax: Syntax): Change[] {
  const changes: Change[] = [];
  syntax.visit({
    ExpressionStatement(node) {
      const text = syntax.at(node);
      const name = /\.(audit|emit|last|stories\.\w+)\(/u.exec(text)?.[1];
      if (deeds.test(text)) changes.push({ ...placeOf(node), to: ';', name: `without ${name}` });
    },
    CallExpression(node) {
      if (!moves.test(syntax.at(node.callee))) return;
      const options = node.arguments.at(-1);
      if (options?.type !== 'ObjectExpression') return;
      for (const property of options.properties) {
        if (property.type !== 'Property') continue;
        const key = syntax.at(property.key);
        if (!parts.has(key)) continue;
        const comma = /^\s*,/u.exec(syntax.text.slice(property.end))?.[0].length ?? 0;
        const place = { start: property.start, end: property.end + comma };
        changes.push({ ...place, to: '', name: `without ${key}` });
      }
    },
  });
  return changes;
}

export const placeOf = ({ start, end }: { start: number; end: number }) => ({ start, end });
