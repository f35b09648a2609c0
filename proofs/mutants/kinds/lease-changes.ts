import type { Change } from '../mutant.ts';
import type { Syntax } from '../syntax.ts';

/** What keeps two from doing one thing: locks, versions that are compared, times that run out. */
const held =
  /\s+for (?:no key )?update(?: of \w+)?(?: skip locked| nowait)?|\s+and (?:\w+\.)?(?:version|leased_until|expires_at|attempts) (?:=|<|<=|>|>=) (?:kontor_now\(\)|\d+|$)/gu;
const comparedToValue = /\s+and (?:\w+\.)?(?:version|attempts) = $/u;

/** Every lease, lock and compared version. */
export function leaseChanges(syntax: Syntax): Change[] {
  const changes: Change[] = [];
  syntax.visit({
    TemplateLiteral(node) {
      for (const [index, quasi] of node.quasis.entries()) {
        const text = syntax.at(quasi);
        for (const found of text.matchAll(held)) {
          const start = quasi.start + found.index;
          let end = start + found[0].length;
          if (comparedToValue.test(found[0])) {
            const value = node.expressions[index];
            if (!value) continue;
            end = value.end + 1;
          }
          const name = `without ${found[0].replaceAll(/\s+/gu, ' ').trim()}`;
          changes.push({ start, end, to: '', name });
        }
      }
    },
  });
  return changes;
}
