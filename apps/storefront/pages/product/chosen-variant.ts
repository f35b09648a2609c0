import type { z } from 'zod';
import type { shownProduct, shownVariant } from '#contracts/product/shapes.ts';

export type Product = z.output<typeof shownProduct>;
export type Variant = z.output<typeof shownVariant>;

/** Of a value of an option, where it leads and what is there. */
export interface Choice {
  readonly value: string;
  /** With this value and the others as they are chosen; undefined where the two do not go together. */
  readonly variant: Variant | undefined;
  readonly isChosen: boolean;
}

export interface Option {
  readonly name: string;
  /** Of the form's field: `option-0`. */
  readonly field: string;
  readonly choices: readonly Choice[];
}

export function fieldOf(at: number): string {
  return `option-${at}`;
}

export function isBuyable({ available, backorder }: Variant): boolean {
  return backorder || available === null || available > 0;
}

/**
 * The variant that an address asks for, by its article number or by a value for each option. Where
 * the values name none, as many of them are kept as go together, the first first; where nothing is asked for,
 * it is the first that can be bought.
 */
export function chosenVariant({ options, variants }: Product, asked: URLSearchParams): Variant {
  const bySku = variants.find(({ sku }) => sku === asked.get('variant'));
  if (bySku) return bySku;
  const wanted = options.map((_, at) => asked.get(fieldOf(at)));
  const agreement = ({ optionValues }: Variant): number => {
    // A value that stands earlier outweighs all behind it: options are narrowed from the left.
    return wanted.reduce<number>(
      (sum, value, at) => sum * 2 + (value !== null && optionValues[at] === value ? 1 : 0),
      0,
    );
  };
  const [first] = variants.toSorted(
    (one, other) =>
      agreement(other) - agreement(one) || Number(isBuyable(other)) - Number(isBuyable(one)),
  );
  return first!;
}

export function optionsOf({ options, variants }: Product, chosen: Variant): readonly Option[] {
  return options.map(({ name, values }, at) => ({
    name,
    field: fieldOf(at),
    choices: values.map((value) => ({
      value,
      isChosen: chosen.optionValues[at] === value,
      variant: variants.find(({ optionValues }) =>
        optionValues.every((own, place) =>
          place === at ? own === value : own === chosen.optionValues[place],
        ),
      ),
    })),
  }));
}
