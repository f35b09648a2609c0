import type { Change } from '../mutant.ts';
import type { Syntax } from '../syntax.ts';
import { placeOf } from './part-changes.ts';

/** Comparisons lose or gain the case of equals, sums turn round. */
const turned: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
};
const rounded: Readonly<Record<string, string>> = {
  'Math.round': 'Math.floor',
  'Math.floor': 'Math.ceil',
  'Math.ceil': 'Math.floor',
  'Math.trunc': 'Math.ceil',
  'Math.max': 'Math.min',
  'Math.min': 'Math.max',
};
const money = /minor|amount|quantity|units|onhand|reserved|available/iu;
const inSql = /\b\w*(?:_minor|quantity|on_hand|reserved)\b\s*(<=|>=|<|>)\s/gu;

/** Every comparison, sum and rounding of money and of units, in the program and in its statements. */
export function moneyChanges(syntax: Syntax): Change[] {
  const changes: Change[] = [];
  syntax.visit({
    BinaryExpression(node) {
      const to = turned[node.operator];
      const text = syntax.at(node);
      if (to === undefined || !money.test(text) || /['"`]/u.test(text)) return;
      const between = { start: node.left.end, end: node.right.start };
      const sign = syntax.at(between).replace(node.operator, to);
      changes.push({ ...between, to: sign, name: `${shortened(text)} by ${to}` });
    },
    CallExpression(node) {
      const to = rounded[syntax.at(node.callee)];
      if (to === undefined) return;
      changes.push({ ...placeOf(node.callee), to, name: `${shortened(syntax.at(node))} by ${to}` });
    },
    TemplateElement(node) {
      for (const found of syntax.at(node).matchAll(inSql)) {
        const sign = found[1]!;
        const start = node.start + found.index + found[0].lastIndexOf(sign);
        const to = turned[sign]!;
        const name = `${shortened(found[0])} by ${to}`;
        changes.push({ start, end: start + sign.length, to, name });
      }
    },
  });
  return changes;
}

export function shortened(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
