import type { Change } from '../mutant.ts';
import type { Syntax } from '../syntax.ts';
import { placeOf } from './part-changes.ts';

/** They give the condition under which whoever asks sees a row. */
const conditions = /^(?:visibleTo|inChannelsOf|withinChannels|withinChannelsOf|ownedBy)$/u;
/** They say whether whoever asks may do something. */
const questions = /^(?:hasPermission|mayDo|isOwner|sellsIn)$/u;
/** What is asked for, and what somebody has who must not get it. */
const weaker = [
  [/^'(\w+):write'$/u, "'$1:read'"],
  [/^'orders:refund'$/u, "'orders:read'"],
  [/^'(?!support)\w+:read'$/u, "'support:read'"],
  [/^'support:read'$/u, "'catalog:read'"],
] as const;

/** Every permission, owner and channel that is asked for. */
export function rightChanges(syntax: Syntax): Change[] {
  const changes: Change[] = [];
  syntax.visit({
    CallExpression(node) {
      const name = syntax.at(node.callee);
      if (conditions.test(name)) {
        changes.push({ ...placeOf(node), to: 'sql`true`', name: `without ${name}` });
      } else if (questions.test(name)) {
        changes.push({ ...placeOf(node), to: 'true', name: `always ${name}` });
      }
    },
    Property(node) {
      const key = syntax.at(node.key);
      if (key !== 'access' && key !== 'staff') return;
      const asked = syntax.at(node.value);
      for (const [pattern, replacement] of weaker) {
        if (!pattern.test(asked)) continue;
        const to = `${key}: ${asked.replace(pattern, replacement)}`;
        changes.push({ ...placeOf(node), to, name: `${asked.slice(1, -1)} is not asked for` });
        return;
      }
    },
  });
  return changes;
}
