import { told, type Schemas } from '@kontor/sdk';
import { kontor, queryClient } from '../../asking/kontor.ts';
import { ifMatch } from '../../forms/if-match.ts';
import { linesOf, numberOf, typedNumber } from '../../forms/lines.ts';

export type Field = Schemas['Field'];
export type Owner = Field['owner'];

export const owners: readonly Owner[] = ['product', 'variant', 'customer', 'order_line'];
export const types = ['text', 'number', 'bool', 'date', 'choice', 'multi', 'rich'] as const;
export const fieldsKey = ['settings', 'own fields'] as const;

const none: Field['limits'] = {
  minimum: null,
  maximum: null,
  decimals: null,
  minimumLength: null,
  maximumLength: null,
  pattern: null,
  lines: false,
};

const fresh: Omit<Field, 'owner' | 'key' | 'version'> = {
  names: {},
  type: 'text',
  unit: null,
  localised: false,
  storefront: true,
  facet: false,
  onCards: false,
  required: false,
  onlyForTags: [],
  limits: none,
  choices: [],
};

const namesOf = (names: Readonly<Record<string, string>>): string =>
  Object.entries(names)
    .map(([locale, name]) => `${locale}: ${name}`)
    .join('\n');

function readNames(text: string): Record<string, string> {
  return Object.fromEntries(
    linesOf(text).map((line) => {
      const at = line.indexOf(':');
      return at < 0 ? ['en', line] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
}

/** As it is typed: a language and its name a line, a choice a line with its names after `=`. */
export function fieldValuesOf(field: Field | undefined) {
  const { names, type, unit, choices, onlyForTags, limits, ...switches } = field ?? fresh;
  const { localised, storefront, facet, onCards, required } = switches;
  return {
    key: field?.key ?? '',
    names: namesOf(names),
    type,
    unit: unit ?? '',
    choices: choices
      .map(({ value, names: said }) => `${value} = ${namesOf(said).replaceAll('\n', '; ')}`)
      .join('\n'),
    onlyForTags: onlyForTags.join(', '),
    localised,
    storefront,
    facet,
    onCards,
    required,
    minimum: typedNumber(limits.minimum),
    maximum: typedNumber(limits.maximum),
    decimals: typedNumber(limits.decimals),
    maximumLength: typedNumber(limits.maximumLength),
    lines: limits.lines,
  };
}

export type FieldValues = ReturnType<typeof fieldValuesOf>;

function choiceOf(line: string) {
  const [value = '', said = value] = line.split('=').map((each) => each.trim());
  return { value, names: readNames(said.replaceAll(';', '\n')) };
}

/** Says all of a field, of the version that was read; a new one is none yet. */
export async function putField(
  owner: Owner,
  values: FieldValues,
  { version, before }: { readonly version: number; readonly before: Field | undefined },
): Promise<Field> {
  const { key, type, unit, localised, storefront, facet, onCards, required, lines } = values;
  const isChosen = type === 'choice' || type === 'multi';
  const saved = await told(
    kontor.PUT('/v1/admin/fields/{owner}/{key}', {
      params: {
        path: { owner, key },
        ...(version > 0 && { header: { 'If-Match': `"${version}"` } }),
      },
      body: {
        names: readNames(values.names),
        type,
        unit: unit.trim() || null,
        localised,
        storefront,
        facet,
        onCards,
        required,
        onlyForTags: values.onlyForTags
          .split(',')
          .map((each) => each.trim())
          .filter((each) => each !== ''),
        choices: isChosen ? linesOf(values.choices).map(choiceOf) : [],
        limits: {
          ...(before?.limits ?? none),
          minimum: numberOf(values.minimum),
          maximum: numberOf(values.maximum),
          decimals: numberOf(values.decimals),
          maximumLength: numberOf(values.maximumLength),
          lines,
        },
      },
    }),
  );
  await forget();
  return saved;
}

/** As it stands now. */
export async function readField(owner: Owner, key: string): Promise<Field> {
  const { items } = await told(kontor.GET('/v1/admin/fields', { params: { query: { owner } } }));
  const found = items.find((each) => each.key === key);
  if (!found) throw new Error(`there is no field ${owner}.${key} any more`);
  return found;
}

export async function removeField({ owner, key, version }: Field, values: number): Promise<void> {
  await told(
    kontor.DELETE('/v1/admin/fields/{owner}/{key}', {
      params: { path: { owner, key }, query: { values }, header: ifMatch(version) },
    }),
  );
  await forget();
}

/** Pages of products ask for them by another name. */
async function forget(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: fieldsKey }),
    queryClient.invalidateQueries({ queryKey: ['fields'] }),
  ]);
}
