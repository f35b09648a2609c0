import type { Fit } from '#product-files/importing/product-file.ts';

const handlesReported = 5;

const words: Readonly<Record<string, string>> = {
  control_characters: 'control characters became blanks',
  markup_removed: 'markup that is not shown was taken out or replaced',
  card_number_masked: 'card numbers were masked but for their last four digits',
  cut: 'what is too much was cut off',
  replaced: 'an unknown value was replaced',
  left_out: 'a value that names nothing, or does not fit, was left out',
  rounded: 'fractions were rounded',
  kept_as_draft:
    'kept as drafts: a tax class has no rate where the channel is, a price is doubtful, or it is a gift card',
  normalised:
    'what a spreadsheet or another shop writes in its own way was written in the usual one',
  doubtful: 'a price that may be a thousand times higher was read with decimals',
  negative_quantity: 'units that are owed are none on hand: 0',
  sku_repeated: 'another variant has the SKU: it got one of its own and keeps that of the file',
  sku_too_long:
    'the SKU is too long: it got another one and keeps the beginning of that of the file',
  digits_lost: 'a spreadsheet program has rounded the number: look it up where it comes from',
  letters_lost: 'letters were lost before the file was written: look them up where it comes from',
  video_left_out: 'a video of the description was left out',
  picture_not_fetched:
    'a picture could not be fetched, or is none: its address stays as the file has it',
  merged: 'rows that stand apart from the others of their product were put together with them',
  decoded: 'the file was read in another encoding',
  separated: 'the columns of the file are separated by something else than commas',
};

interface Group {
  readonly field: string;
  readonly reason: string;
  readonly handles: string[];
  products: number;
  last: string;
}

/** What an import changed of its products, by kind and field: as many lines as there are kinds. */
export class ImportFits {
  private readonly groups = new Map<string, Group>();

  /** What is told of one product follows each other within its kind, also where it has parts. */
  add({ handle, field, reason }: Fit): void {
    const key = `${reason} ${field}`;
    const group = this.groups.get(key) ?? { field, reason, handles: [], products: 0, last: '' };
    this.groups.set(key, group);
    if (group.last === handle || group.handles.includes(handle)) return;
    group.last = handle;
    group.products += 1;
    if (group.handles.length < handlesReported) group.handles.push(handle);
  }

  /** `more`: fits that the shop counted and did not list. */
  lines(more: number): string[] {
    const lines = [...this.groups.values()].map(lineOf);
    return more > 0
      ? [...lines, `fitted: ${more} more changes, which the shop counted and did not list`]
      : lines;
  }
}

/** What a reason says to people. */
export function wordsOf(reason: string): string {
  return words[reason] ?? 'the text was changed';
}

/** Of a field of the shop's own: there the value of each line is looked at by itself. */
export function lineOfFit({ handle, field, reason, line }: Fit): string {
  const reported = wordsOf(reason);
  return `line ${line}, ${field} of ${handle}: ${reported} (${reason})`;
}

function lineOf({ field, reason, handles, products }: Group): string {
  const more = products > handles.length ? ` and ${products - handles.length} more` : '';
  const reported = wordsOf(reason);
  const count = products === 1 ? '1 product' : `${products} products`;
  return `fitted, ${field} of ${count}: ${reported} (${reason}): ${handles.join(', ')}${more}`;
}
