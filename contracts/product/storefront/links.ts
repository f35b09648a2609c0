import { z } from 'zod';
import { open } from '#kernel/open-values.ts';
import { categoryPath } from '../shapes.ts';
import { ofKind } from '../../text-kinds.ts';
import { text } from '../../shapes.ts';

/** Where menus, scenes and notices lead to. Schemas only. */

/** http(s), mailto, tel, or a path on this host: no `javascript:`, no `//host`, nothing that breaks out. */
const safeAddress =
  /^(?:https?:\/\/[^\s"'<>\\/][^\s"'<>\\]*|mailto:[^\s"'<>\\]+@[^\s"'<>\\]+|tel:\+?[\d().-]+|\/(?![/\\])[^\s"'<>\\]*)$/;
const handleForm = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,254}$/u;
const kinds = ['category', 'collection', 'product', 'page', 'address'] as const;

export const pageHandle = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,79}$/)
  .meta({ description: 'Name in addresses, unique in the channel', examples: ['delivery'] });

const target = ofKind('code', z.string().trim().min(1).max(2_000)).meta({
  description:
    'Path of a category, handle of a collection, product or page, or an address: http(s), mailto, tel, or a path on this host',
  examples: ['food-drink/coffee'],
});

function fits(kind: (typeof kinds)[number], given: string): boolean {
  if (kind === 'address') return safeAddress.test(given) && !hasControls(given);
  if (kind === 'category') return categoryPath.safeParse(given).success;
  if (kind === 'page') return pageHandle.safeParse(given).success;
  return handleForm.test(given);
}

/** Ends of lines of all kinds among them. */
function hasControls(given: string): boolean {
  return /[\p{Cc}\p{Zl}\p{Zp}\p{Cf}]/u.test(given);
}

export const givenLink = z
  .strictObject({ kind: z.enum(kinds), target })
  .refine((link) => fits(link.kind, link.target), {
    error: 'It is none of this kind, or an address that is not safe.',
    path: ['target'],
  })
  .meta({ id: 'GivenLink', examples: [{ kind: 'category', target: 'food-drink/coffee' }] });

/** An address that a reader does not know how to make leads nowhere of its own. */
export const link = z
  .strictObject({ kind: open(z.enum(kinds), { unknownAs: 'address' }), target: z.string() })
  .meta({ id: 'Link' });
export type Link = z.output<typeof link>;

const mostItems = 100;
const label = text(80)
  .nullable()
  .default(null)
  .meta({ description: 'Null takes the name of what it leads to', examples: ['Coffee'] });
const itemFields = {
  label,
  link: givenLink.nullable().default(null).meta({ description: 'Null is a heading' }),
};
const named = (item: { label: string | null; link: Link | null }) =>
  item.label !== null || item.link !== null;
const nameless = { error: 'Give a label or a link.', path: ['label'] };
const leaf = z.strictObject(itemFields).refine(named, nameless);
const branch = z
  .strictObject({ ...itemFields, items: z.array(leaf).max(mostItems).default([]) })
  .refine(named, nameless);
const root = z
  .strictObject({ ...itemFields, items: z.array(branch).max(mostItems).default([]) })
  .refine(named, nameless);

const countOf = (items: readonly z.output<typeof root>[]): number =>
  items.reduce(
    (sum, { items: below }) =>
      sum + 1 + below.reduce((under, { items: last }) => under + 1 + last.length, 0),
    0,
  );

/** Three levels at most, as wide as a page can show. */
export const givenItems = z
  .array(root)
  .refine((items) => countOf(items) <= mostItems, {
    error: `A menu has ${mostItems} entries at most, those below others included.`,
  })
  .meta({
    examples: [
      [{ label: 'Coffee', link: { kind: 'category', target: 'food-drink/coffee' }, items: [] }],
    ],
  });

const keptFields = { label: z.string().nullable(), link: link.nullable() };
const keptBranch = z.strictObject({ ...keptFields, items: z.array(z.strictObject(keptFields)) });
export const keptItems = z.array(z.strictObject({ ...keptFields, items: z.array(keptBranch) }));

const shownFields = {
  label: z.string(),
  link: link.nullable().meta({ description: 'Null is a heading' }),
};
const shownBranch = z.strictObject({ ...shownFields, items: z.array(z.strictObject(shownFields)) });
/** What leads to something that is not there for shoppers is left out. */
export const shownItem = z
  .strictObject({ ...shownFields, items: z.array(shownBranch) })
  .meta({ id: 'MenuItem' });
