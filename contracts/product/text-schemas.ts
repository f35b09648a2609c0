import { z } from 'zod';
import { productTextNames, shownTextNames, textsAs, type BySince } from './product-texts.ts';
import { ofKind } from '../text-kinds.ts';

/** As staff gives them, one by one. */
export const editedTexts = textsAs(productTextNames, (_, { kind, most }) =>
  ofKind(kind, z.string().max(most)),
);

/** As staff reads them. */
export const readTexts = textsAs(productTextNames, (_, { since }) =>
  since === 'later' ? z.string().default('') : z.string(),
) as BySince<z.ZodString, z.ZodDefault<z.ZodString>>;

/** As an import gives them. */
export const importedTexts = textsAs(productTextNames, (_, { kind, most, since }) => {
  const line = ofKind(kind === 'label' ? kind : 'foreign', z.string().max(most));
  return since === 'later' ? line.optional() : line;
}) as BySince<z.ZodString, z.ZodOptional<z.ZodString>>;

export type ProductTexts = z.output<z.ZodObject<typeof importedTexts>>;

/** As shoppers see them, besides those that they always saw. */
export const shownTexts = textsAs(shownTextNames, () => z.string().optional());
