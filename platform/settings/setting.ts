import { z } from 'zod';
import type { ServiceName } from '../topology.ts';

/**
 * A variable of the environment, declared once: from the table of all of them come what is read,
 * the lines that a wrong one gets, docs/settings.md, the table of README.md, `npx kontor help settings`
 * and the ConfigMap of the manifests.
 */
export interface Setting<Form extends z.ZodType = z.ZodType> {
  /** Reads the text. A message completes the sentence "X is "…"; … is accepted." */
  readonly form: Form;
  /** What it does, for whoever runs a shop. */
  readonly means: string;
  /** Which processes need it. */
  readonly readBy: ReadBy;
  /** Where its default cannot be seen in the form. */
  readonly unlessSet?: string;
  /** Never told, and kept in secrets. */
  readonly isSecret?: boolean;
  /** May be set to nothing, which is then what it says. */
  readonly mayBeEmpty?: boolean;
  /** What the manifests for a cluster set it to, in the ConfigMap; undefined: nothing. */
  readonly inCluster?: (cluster: Cluster) => string | undefined;
}

/** `shop`: each process of a shop. `start`: what begins on one machine. */
export type ReadBy = 'shop' | 'start' | 'commands' | 'sandbox' | 'tests' | readonly ServiceName[];

/** Of a cluster, what its settings follow from. */
export interface Cluster {
  readonly host?: string | undefined;
  readonly gatewayPort: number;
  readonly operationsPort: number;
}

export type SettingsTable = Readonly<Record<string, Setting>>;

export function setting<Form extends z.ZodType>(declared: Setting<Form>): Setting<Form> {
  return declared;
}

type FormsOf<Table extends SettingsTable> = { [Name in keyof Table]: Table[Name]['form'] };

/** The schema that reads all of a table. */
export function formsOf<const Table extends SettingsTable>(
  table: Table,
): z.ZodObject<{ -readonly [Name in keyof Table]: FormsOf<Table>[Name] }> {
  const forms = Object.entries(table).map(([name, { form }]) => [name, form]);
  return z.object(Object.fromEntries(forms) as FormsOf<Table>);
}

/**
 * All of a table from an environment, or a line for each that cannot be read. An empty variable
 * counts as unset, but for what may be nothing.
 */
export function readTable<const Table extends SettingsTable>(
  table: Table,
  environment: NodeJS.ProcessEnv,
):
  | { readonly read: z.output<ReturnType<typeof formsOf<Table>>>; readonly wrong?: undefined }
  | { readonly read?: undefined; readonly wrong: string[] } {
  const given = Object.keys(table).flatMap((name) => {
    const value = environment[name];
    const isGiven = value !== undefined && (value !== '' || table[name]!.mayBeEmpty);
    return isGiven ? [[name, value] as const] : [];
  });
  const parsed = formsOf(table).safeParse(Object.fromEntries(given));
  if (parsed.success) return { read: parsed.data };
  return {
    wrong: parsed.error.issues.map(({ path, message }) => {
      const name = path.join('.');
      const reported = table[name]?.isSecret ? 'cannot be read' : `is "${environment[name]}"`;
      return `${name} ${reported}; ${message} is accepted.`;
    }),
  };
}

/**
 * One setting of a table.
 * @throws with the line that says what is accepted
 */
export function readOne<const Table extends SettingsTable, Name extends keyof Table & string>(
  table: Table,
  name: Name,
  environment: NodeJS.ProcessEnv,
): z.output<Table[Name]['form']> {
  const { read, wrong } = readTable({ [name]: table[name]! }, environment);
  if (wrong) throw new Error(wrong.join('\n'));
  return (read as Record<string, unknown>)[name] as z.output<Table[Name]['form']>;
}

/** Its default, as a variable would say it; undefined where it has none. */
export function defaultOf({ form, unlessSet }: Setting): string | undefined {
  if (unlessSet !== undefined) return unlessSet;
  const parsed = form.safeParse(undefined);
  if (!parsed.success || parsed.data === undefined) return undefined;
  const value: unknown = parsed.data;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.join(',');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** A line for each, for a terminal. */
export function linesOf(table: SettingsTable): string {
  const width = Math.max(...Object.keys(table).map((name) => name.length)) + 2;
  const lines = Object.entries(table).map(([name, each]) => {
    const unlessSet = defaultOf(each);
    const means = each.means.replaceAll('`', '');
    return `  ${name.padEnd(width)}${means}${unlessSet === undefined ? '' : ` (${unlessSet})`}`;
  });
  return lines.join('\n');
}

export function oneOf<const Word extends string>(...words: Word[]) {
  return z.enum(words, `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`);
}

export function wholeNumber(lowest: number, highest: number, unit = '') {
  const accepted = `a whole number${unit} from ${lowest} to ${highest}`;
  const bounded = z.number().min(lowest, accepted).max(highest, accepted);
  return z.string().regex(/^\d+$/, accepted).transform(Number).pipe(bounded);
}

export function seconds(lowest: number, highest: number) {
  return wholeNumber(lowest, highest, ' of seconds');
}

export function days(lowest: number) {
  return wholeNumber(lowest, 3_650, ' of days');
}

export function port() {
  return wholeNumber(1, 65_535);
}

export function listOf(isOne: (text: string) => boolean, accepted: string) {
  return z
    .string()
    .transform((text) => text.split(/[, ]+/).filter(Boolean))
    .refine((all) => all.every(isOne), { error: accepted });
}

/** Whole units of any currency, and of some: what holds for which. */
export interface Amounts {
  readonly ofOthers: number;
  readonly byCurrency: Readonly<Record<string, number>>;
}

export function amounts() {
  const accepted =
    'a whole amount, and others by currency after it, such as 500 or 500,HUF:200000,';
  return z
    .string()
    .regex(/^\d{1,9}(,[A-Z]{3}:\d{1,9})*$/, accepted)
    .transform((text): Amounts => {
      const [ofOthers, ...named] = text.split(',');
      const byCurrency = named
        .map((one) => one.split(':'))
        .map(([of, whole]) => [of, Number(whole)]);
      return { ofOthers: Number(ofOthers), byCurrency: Object.fromEntries(byCurrency) };
    });
}
