import type { FileFit, FileRejection, Fit } from './product-file.ts';

/** What an import changed or left out, as one line of its report. */
export interface ReportEntry {
  readonly line: number;
  readonly handle?: string | undefined;
  readonly sku?: string | undefined;
  readonly field?: string | undefined;
  readonly outcome: 'changed' | 'left_out';
  readonly reason: string;
  readonly given?: string | undefined;
  readonly kept?: string | undefined;
  readonly message?: string | undefined;
}

export const reportHeading = 'line,handle,sku,field,outcome,reason,given,kept,message';

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

/** What a reason says to people. */
export function wordsOf(reason: string): string {
  return words[reason] ?? 'the text was changed';
}

export function changedEntry(fit: FileFit | Fit): ReportEntry {
  const { line = 1, sku, field, reason, given, kept } = fit;
  const handle = 'handle' in fit ? fit.handle : undefined;
  const message = wordsOf(reason);
  return { line, handle, sku, field, outcome: 'changed', reason, given, kept, message };
}

export function leftOutEntry(rejection: FileRejection): ReportEntry {
  const { line, column, scope, reason, detail, suggestion } = rejection;
  const message = `${detail}. ${suggestion}`;
  return { line, field: column ?? scope, outcome: 'left_out', reason, message };
}

/** Without a line break. */
export function reportLine(entry: ReportEntry): string {
  const { line, handle, sku, field, outcome, reason, given, kept, message } = entry;
  const cells = [line, handle, sku, field, outcome, reason, given, kept, message];
  return cells.map(cellOf).join(',');
}

/** A text that a spreadsheet program would take for a formula begins with an apostrophe. */
function cellOf(value: string | number | undefined): string {
  const text = String(value ?? '').replaceAll(/\p{Cc}/gu, ' ');
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
