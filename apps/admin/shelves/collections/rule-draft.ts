import { minorOf, type Formats } from '../../words/formats.ts';
import { plainAmount } from '../../products/grid/columns.ts';
import type { Channel } from '../../products/use-channels.ts';
import type { OwnField } from '../../products/use-fields.ts';
import type { CollectionRule } from '../use-collection.ts';

type Condition = CollectionRule['conditions'][number];
export type Field = Condition['field'];

export const ruleFields = [
  'tag',
  'vendor',
  'category',
  'price',
  'stock',
  'created',
  'attribute',
] as const satisfies readonly Field[];

/** As it is typed: what a field has no use for stays as it was typed for another. */
export interface Draft {
  readonly id: string;
  readonly field: Field;
  readonly text: string;
  readonly channel: string;
  readonly from: string;
  readonly to: string;
  readonly key: string;
  readonly inStock: boolean;
}

/** What conditions name. */
export interface Known {
  readonly channels: readonly Pick<Channel, 'code' | 'currency'>[];
  readonly fields: readonly Pick<OwnField, 'key' | 'type'>[];
}

export const currencyOf = ({ channels }: Known, code: string): string =>
  channels.find((each) => each.code === code)?.currency ?? 'EUR';

export const freshDraft = ({ channels }: Known, id: string): Draft => ({
  id,
  field: 'tag',
  text: '',
  channel: channels[0]?.code ?? 'default',
  from: '',
  to: '',
  key: '',
  inStock: true,
});

export function draftOf(condition: Condition, id: string, known: Known, formats: Formats): Draft {
  const fresh = { ...freshDraft(known, id), field: condition.field };
  switch (condition.field) {
    case 'tag':
      return { ...fresh, text: condition.tag };
    case 'vendor':
      return { ...fresh, text: condition.vendor };
    case 'category':
      return { ...fresh, text: condition.category };
    case 'price': {
      const { channel, fromMinor, toMinor } = condition;
      const amount = (minor: number | null) =>
        minor === null ? '' : plainAmount(minor, currencyOf(known, channel), formats);
      return { ...fresh, channel, from: amount(fromMinor), to: amount(toMinor) };
    }
    case 'stock':
      return { ...fresh, channel: condition.channel, inStock: condition.inStock };
    case 'created':
      return { ...fresh, text: String(condition.withinDays) };
    case 'attribute':
      return { ...fresh, key: condition.key, text: String(condition.value) };
  }
}

/** Undefined: it is not finished. */
export function conditionOf(draft: Draft, known: Known): Condition | undefined {
  const { field, channel, key, inStock } = draft;
  const text = draft.text.trim();
  switch (field) {
    case 'tag':
      return text === '' ? undefined : { field, tag: text };
    case 'vendor':
      return text === '' ? undefined : { field, vendor: text };
    case 'category':
      return text === '' ? undefined : { field, category: text };
    case 'price': {
      const bound = (typed: string) =>
        typed.trim() === '' ? null : minorOf(typed, currencyOf(known, channel));
      const [fromMinor, toMinor] = [bound(draft.from), bound(draft.to)];
      if (fromMinor === undefined || toMinor === undefined) return undefined;
      return { field, channel, fromMinor, toMinor };
    }
    case 'stock':
      return { field, channel, inStock };
    case 'created': {
      const withinDays = Number(text);
      const isDays = /^\d{1,4}$/.test(text) && withinDays >= 1 && withinDays <= 3_650;
      return isDays ? { field, withinDays } : undefined;
    }
    case 'attribute': {
      const value = valueOf(text, known.fields.find((each) => each.key === key)?.type);
      return key === '' || text === '' || value === undefined ? undefined : { field, key, value };
    }
  }
}

/** As values of the field are kept; undefined: it is none of its kind. */
function valueOf(text: string, type: OwnField['type'] | undefined) {
  if (type === 'number') {
    const plain = text.replace(',', '.');
    return /^-?\d{1,12}(\.\d{1,6})?$/.test(plain) ? Number(plain) : undefined;
  }
  if (type === 'bool') return text === 'true' || (text === 'false' ? false : undefined);
  return text;
}
