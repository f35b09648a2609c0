import type { AttributeValue, Attributes, GivenAttributes } from '#contracts/attributes.ts';
import type { Field } from '#contracts/fields.ts';
import type { ImportedProduct, ImportFit } from '#contracts/product/import.ts';
import { maskedCardNumbers } from '#kernel/card-number.ts';
import { fittedText } from '#kernel/plain-text.ts';
import { objectionToValue } from '#platform/fields/check-values.ts';
import {
  losesMarkup,
  maskedDescription,
  safeDescription,
} from '#product-files/sanitise-description.ts';

/** The shop's fields while an import runs, and the language that files are in. */
export interface OwnFields {
  readonly product: readonly Field[];
  readonly variant: readonly Field[];
  readonly locale: string;
}

/** Values as their fields take them; null where the file's cell is empty. */
export interface OwnValues {
  readonly product: GivenAttributes;
  readonly variants: ReadonlyMap<string, GivenAttributes>;
}

export interface FittedFields {
  /** Without the texts that were given for fields. */
  readonly product: ImportedProduct;
  /** Undefined where no field was given: an import of before is then known by its hash. */
  readonly values: OwnValues | undefined;
  readonly fits: readonly ImportFit[];
  /** Fields that were given and are not there, as `product.colour`. */
  readonly unknown: readonly string[];
}

type Reason = ImportFit['reason'];
type Report = (reason: Reason) => void;

/** Makes what a file has in the columns of the shop's own fields fit to be kept. */
export function fitOwnFields(given: ImportedProduct, fields: OwnFields): FittedFields {
  const { attributes: texts, variants, ...rest } = given;
  const fits: ImportFit[] = [];
  const unknown = new Set<string>();
  const valuesOf = (
    owner: 'product' | 'variant',
    sku: string | null,
    cells: Readonly<Record<string, string>> = {},
  ): GivenAttributes => {
    const known = new Map(fields[owner].map((field) => [field.key, field]));
    const values = Object.entries(cells).flatMap(([key, text]) => {
      const field = known.get(key);
      if (!field) {
        unknown.add(`${owner}.${key}`);
        return [];
      }
      const report: Report = (reason) =>
        fits.push({ handle: given.handle, sku, field: `attributes.${key}`, reason });
      const value = text.trim() === '' ? emptied(field, report) : fitValue(field, text, report);
      return value === undefined ? [] : [[key, value] as const];
    });
    return Object.fromEntries(values);
  };
  const hasFields = texts !== undefined || variants.some((variant) => variant.attributes);
  const ofProduct = valuesOf('product', null, texts);
  const ofVariants = new Map(
    variants.map((variant) => [variant.sku, valuesOf('variant', variant.sku, variant.attributes)]),
  );
  return {
    product: {
      ...rest,
      variants: variants.map(({ attributes: _texts, ...variant }) => variant),
    },
    values: hasFields ? { product: ofProduct, variants: ofVariants } : undefined,
    fits,
    unknown: [...unknown],
  };
}

/** What there is with what a file says: of texts by language that of its own language alone. */
export function withOwnValues(
  fields: readonly Field[],
  before: Attributes,
  given: GivenAttributes,
  locale: string,
): Attributes {
  const after = new Map(Object.entries(before));
  for (const { key, localised } of fields) {
    const value = Object.hasOwn(given, key) ? given[key] : undefined;
    if (value === undefined) continue;
    const texts = localised ? textsWith(after.get(key), locale, value) : value;
    if (texts === null) after.delete(key);
    else after.set(key, texts);
  }
  return Object.fromEntries(after);
}

function textsWith(
  before: AttributeValue | undefined,
  locale: string,
  value: AttributeValue | null,
): AttributeValue | null {
  const texts = new Map(Object.entries((before ?? {}) as Record<string, string>));
  if (value === null) texts.delete(locale);
  else texts.set(locale, value as string);
  return texts.size === 0 ? null : Object.fromEntries(texts);
}

/** An empty cell takes a value away, but for one that has to be there. */
function emptied({ required }: Field, report: Report): null | undefined {
  if (!required) return null;
  report('left_out');
  return undefined;
}

function fitValue(field: Field, text: string, report: Report): AttributeValue | undefined {
  const value = readValue(field, text.trim(), report);
  const wrong = value === undefined || objectionToValue({ ...field, localised: false }, value);
  if (!wrong) return value;
  report('left_out');
  return undefined;
}

/** As spreadsheets and exports of other shops write it; undefined where it cannot be read so. */
function readValue(field: Field, text: string, report: Report): AttributeValue | undefined {
  switch (field.type) {
    case 'text':
      return shortened(field, plain(field, text, report), report);
    case 'rich':
      return harmless(text, report);
    case 'number':
      return rounded(field, numberIn(text, field.unit), report);
    case 'bool':
      return truths.get(text.toLowerCase());
    case 'date':
      // A moment of another shop's: its day is meant.
      if (/^\d{4}-\d{2}-\d{2}[T ]/.test(text)) report('cut');
      return text.slice(0, 10);
    case 'choice':
      return choiceNamed(field, listIn(text)?.[0] ?? text);
    case 'multi':
      return [
        ...new Set(
          (listIn(text) ?? text.split(/[,;]/)).map((one) => choiceNamed(field, one.trim())),
        ),
      ];
  }
}

const truths = new Map([
  ...['true', 'yes', '1'].map((word) => [word, true] as const),
  ...['false', 'no', '0'].map((word) => [word, false] as const),
]);

function plain({ limits }: Field, text: string, report: Report): string {
  const fitted = fittedText(text, limits.lines);
  if (fitted !== text) report('control_characters');
  // What a pattern describes is a code.
  if (limits.pattern !== null) return fitted;
  const masked = maskedCardNumbers([fitted])[0]!;
  if (masked !== fitted) report('card_number_masked');
  return masked;
}

const longestText = 1_000;

function shortened({ limits }: Field, text: string, report: Report): string {
  const letters = Array.from(text);
  const most = limits.maximumLength ?? longestText;
  if (letters.length <= most) return text;
  report('cut');
  return letters.slice(0, most).join('').trimEnd();
}

function harmless(text: string, report: Report): string {
  const fitted = fittedText(text, true);
  if (fitted !== text) report('control_characters');
  const html = safeDescription(fitted);
  if (losesMarkup(fitted, html)) report('markup_removed');
  const masked = maskedDescription(html);
  if (masked !== html) report('card_number_masked');
  return masked;
}

/** `72.5`, `72,5 cm`, or as Shopify exports what is measured: `{"value":72.5,"unit":"cm"}`. */
function numberIn(text: string, unit: string | null): number | undefined {
  const measured = parsed(text);
  if (typeof measured === 'object' && measured !== null && !Array.isArray(measured)) {
    const { value, unit: given } = measured as { value?: unknown; unit?: unknown };
    const isOfUnit = unit === null || String(given).toLowerCase() === unit.toLowerCase();
    return isOfUnit && typeof value === 'number' ? value : undefined;
  }
  const [, digits, after] = /^([+-]?\d{1,13}(?:[.,]\d{1,12})?)\s*(.*)$/su.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const isOfUnit = after === '' || after!.toLowerCase() === unit?.toLowerCase();
  return isOfUnit ? Number(digits.replace(',', '.')) : undefined;
}

function rounded({ limits }: Field, value: number | undefined, report: Report): number | undefined {
  if (value === undefined || limits.decimals === null) return value;
  const fitted = Number(value.toFixed(limits.decimals));
  if (fitted !== value) report('rounded');
  return fitted;
}

function listIn(text: string): string[] | undefined {
  const list = parsed(text);
  return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : undefined;
}

function parsed(text: string): unknown {
  if (!/^[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** By its value, or by its name in any language; what is neither its field refuses. */
function choiceNamed({ choices }: Field, given: string): string {
  const word = given.toLowerCase();
  const found =
    choices.find(({ value }) => value === word) ??
    choices.find(({ names }) => Object.values(names).some((name) => name.toLowerCase() === word));
  return found?.value ?? given;
}
