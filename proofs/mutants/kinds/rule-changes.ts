import type { Change } from '../mutant.ts';
import type { Syntax } from '../syntax.ts';
import { placeOf } from './part-changes.ts';

const checks = /^(?:everySchemaCheck|sqlCheck|check|\w+Check)$/u;

/** Each invariant: the check that would see it broken looks at nothing. */
export function invariantChanges(syntax: Syntax): Change[] {
  const changes: Change[] = [];
  syntax.visit({
    ArrayExpression(node) {
      for (const element of node.elements) {
        const text = element && syntax.at(element);
        if (!element || !text || !/^(?:\w+\(|\{)/u.test(text)) continue;
        const says = /says:\s*\n?\s*(['"`])(.*?)\1/u.exec(text)?.[2];
        if (says === undefined) continue;
        if (element.type === 'CallExpression' && !checks.test(syntax.at(element.callee))) continue;
        const comma = /^\s*,/u.exec(syntax.text.slice(element.end))?.[0].length ?? 0;
        const place = { start: element.start, end: element.end + comma };
        changes.push({ ...place, to: '', name: `nobody checks that ${says}` });
      }
    },
  });
  return changes;
}

/** Each law that a rule of the tree holds: the rule finds nothing. */
export function lawChanges(syntax: Syntax): Change[] {
  const changes: Change[] = [];
  syntax.visit({
    ReturnStatement(node) {
      if (!node.argument) return;
      const text = syntax.at(node.argument);
      if (!/find|message|line/iu.test(text) || text === '[]') return;
      const within = syntax.nameAround(node.start) || 'rule';
      changes.push({ ...placeOf(node.argument), to: '[]', name: `${within} finds nothing` });
    },
  });
  return changes;
}
