import type { Change } from '../mutant.ts';
import type { Syntax } from '../syntax.ts';
import { shortened } from './money-changes.ts';
import { placeOf } from './part-changes.ts';

const refuses =
  /^\{?\s*(?:return (?:fail|stateConflict|\w*[nN]otFound|refus\w*|undefined|false|null)\b|throw\b)/u;

/** Every refusal: the condition under which something is not done is never true. */
export function refusalChanges(syntax: Syntax): Change[] {
  const changes: Change[] = [];
  syntax.visit({
    IfStatement(node) {
      if (!refuses.test(syntax.at(node.consequent))) return;
      const name = `never ${shortened(syntax.at(node.test))}`;
      changes.push({ ...placeOf(node.test), to: 'false', name });
    },
  });
  return changes;
}
