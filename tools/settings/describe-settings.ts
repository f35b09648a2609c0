import {
  everySetting,
  settingsByName,
  type SettingsChapter,
} from '#platform/settings/every-setting.ts';
import { defaultOf, linesOf, type Cluster, type Setting } from '#platform/settings/setting.ts';
import { startSettings } from '#platform/settings/shop-settings.ts';
import { serviceNames } from '#platform/topology.ts';

/** Of one variable a service, or a database, the table of people has one row. */
const families: readonly (readonly [RegExp, string])[] = [
  [/^(NATS_PASSWORD|DATABASE_URL|KONTOR_SECRET)_[A-Z_]+$/, '$1_<SERVICE>'],
  [/^(AUDIT_DATABASE_URL|DATABASE_ADMIN_URL)_[A-Z_]+$/, '$1_<DATABASE>'],
];

interface Row {
  readonly name: string;
  readonly unlessSet: string;
  readonly means: string;
  readonly readBy: string;
}

function rowsOf({ table }: SettingsChapter): Row[] {
  const rows = new Map<string, Row>();
  for (const [own, each] of Object.entries(table)) {
    if (each.readBy === 'tests') continue;
    const name = familyOf(own);
    const readBy = name.endsWith('<SERVICE>') ? 'the service' : readersOf(each);
    rows.set(name, { name, unlessSet: defaultOf(each) ?? '', means: each.means, readBy });
  }
  return [...rows.values()];
}

function familyOf(name: string): string {
  const family = families.find(([pattern]) => pattern.test(name));
  return family ? name.replace(...family) : name;
}

function readersOf({ readBy }: Setting): string {
  if (typeof readBy === 'string') {
    return {
      shop: 'all',
      start: 'start',
      commands: 'commands',
      sandbox: 'sandbox',
      tests: 'tests',
    }[readBy];
  }
  return readBy.length === serviceNames.length ? 'all services' : readBy.join(', ');
}

function tableOf(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, heads.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const code = (text: string) => (text === '' ? '' : `\`${text}\``);

/** docs/settings.md, whole. */
export function settingsDocument(): string {
  const chapters = everySetting.flatMap((chapter) => {
    const rows = rowsOf(chapter).map(({ name, unlessSet, means, readBy }) => [
      code(name),
      code(unlessSet),
      means,
      readBy,
    ]);
    const table = tableOf(['Setting', 'Default', 'Meaning', 'Read by'], rows);
    return [`## ${chapter.title}`, table];
  });
  return `${['# Settings', about, ...chapters].join('\n\n')}\n`;
}

const about =
  'All are variables of the environment, read once at the start; a wrong or misspelt one stops it with a line that says what is accepted. Made by `node tools/settings/write-settings.ts` from the tables in `platform/settings/` and the declarations of the providers.';

/** The table of README.md: what somebody sets on the first day. */
export function readmeTable(): string {
  const rows = rowsOf({ title: '', table: startSettings }).map(({ name, unlessSet, means }) => [
    code(name),
    name === 'KONTOR_DATA' ? `${code(unlessSet)} in this folder` : code(unlessSet),
    means,
  ]);
  return tableOf(['Setting', 'Default', 'Meaning'], rows);
}

export const readmeMarks = ['<!-- settings -->', '<!-- /settings -->'] as const;

/** For a terminal. */
export function settingsList(): string {
  const chapters = everySetting.map((chapter) => {
    const rows = rowsOf(chapter).map(({ name }) => [name, tableRowOf(chapter, name)] as const);
    return `${chapter.title}:\n${linesOf(Object.fromEntries(rows))}`;
  });
  return `${chapters.join('\n\n')}\n`;
}

function tableRowOf({ table }: SettingsChapter, name: string): Setting {
  return table[name] ?? Object.entries(table).find(([own]) => familyOf(own) === name)![1];
}

/** What the ConfigMap of a cluster holds; what is secret never. */
export function clusterSettings(cluster: Cluster): Record<string, string> {
  const set = Object.entries(settingsByName).flatMap(([name, { inCluster, isSecret }]) => {
    const value = isSecret ? undefined : inCluster?.(cluster);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(set);
}
