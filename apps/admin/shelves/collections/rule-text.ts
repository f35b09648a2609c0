import type { Formats } from '../../words/formats.ts';
import type { Words } from '../../words/en.ts';
import type { CollectionRule } from '../use-collection.ts';
import { currencyOf, type Known } from './rule-draft.ts';

type RuleWords = Words['shelves']['rule'];
type Condition = CollectionRule['conditions'][number];

/** A rule as people say it, a condition a line. */
export function ruleText(
  rule: CollectionRule | null,
  known: Known,
  names: RuleWords,
  formats: Formats,
): string {
  if (rule === null) return names.byHand;
  const { match, conditions } = rule;
  const lines = conditions.map((each) => conditionText(each, known, names, formats));
  return [`${names.match}: ${names[match]}`, ...lines].join('\n');
}

function conditionText(
  condition: Condition,
  known: Known,
  names: RuleWords,
  formats: Formats,
): string {
  const name = names.fields[condition.field];
  switch (condition.field) {
    case 'tag':
      return `${name}: ${condition.tag}`;
    case 'vendor':
      return `${name}: ${condition.vendor}`;
    case 'category':
      return `${name}: ${condition.category}`;
    case 'price': {
      const { channel, fromMinor, toMinor } = condition;
      const amount = (minor: number | null) =>
        minor === null ? '…' : formats.money(minor, currencyOf(known, channel));
      return `${name} (${channel}): ${amount(fromMinor)} – ${amount(toMinor)}`;
    }
    case 'stock':
      return `${name} (${condition.channel}): ${condition.inStock ? names.inStock : names.outOfStock}`;
    case 'created':
      return `${name}: ${condition.withinDays} ${names.days}`;
    case 'attribute':
      return `${condition.key}: ${String(condition.value)}`;
  }
}
