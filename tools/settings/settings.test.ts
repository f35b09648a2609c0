import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { providers } from '#external/providers.ts';
import { settingsByName } from '#platform/settings/every-setting.ts';
import { defaultOf } from '#platform/settings/setting.ts';
import { serviceNames } from '#platform/topology.ts';
import { usage } from '../commands/start.ts';
import { kubernetes } from '../topology/kubernetes.ts';
import {
  clusterSettings,
  readmeMarks,
  readmeTable,
  settingsDocument,
  settingsList,
} from './describe-settings.ts';

const projectFolder = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8');

/** Formatting aligns the columns of a table. */
const unaligned = (text: string) =>
  text.replaceAll(/ +\|/g, ' |').replaceAll(/-{3,}/g, '---').trim();

test('docs/settings.md is what the tables say', () => {
  expect(unaligned(read('docs/settings.md'))).toBe(unaligned(settingsDocument()));
});

test('the table of README.md is what the tables say', () => {
  const [begin, end] = readmeMarks;
  const table = read('README.md').split(begin)[1]?.split(end)[0] ?? '';
  expect(unaligned(table)).toBe(unaligned(readmeTable()));
});

test('the ConfigMap is what the tables say, and holds nothing secret', () => {
  const options = { image: 'kontor:1', namespace: 'kontor', grouped: false };
  for (const host of [undefined, 'shop.example']) {
    const manifests = parseAllDocuments(kubernetes({ ...options, host })).map(
      (document) => document.toJS() as { kind: string; data?: Record<string, string> },
    );
    const { data = {} } = manifests.find(({ kind }) => kind === 'ConfigMap')!;
    const cluster = { host, gatewayPort: Number(data['PORT']), operationsPort: 9464 };
    expect(data).toEqual(clusterSettings(cluster));
    expect(Object.keys(data)).toContain('NATS_URL');
    expect(Object.keys(data).filter((name) => settingsByName[name]?.isSecret)).toEqual([]);
    for (const [name, value] of Object.entries(data)) {
      expect(settingsByName[name]?.form.safeParse(value).success, name).toBe(true);
    }
  }
});

test('help and the list name what the start reads', () => {
  for (const name of ['PORT', 'KONTOR_DATA', 'KONTOR_HOST']) expect(usage).toContain(name);
  const list = settingsList();
  for (const { settings } of providers) {
    for (const name of Object.keys(settings.shape)) expect(list).toContain(name);
  }
});

test.each(Object.entries(settingsByName))(
  '%s says what it does, who reads it, its default',
  (name, each) => {
    expect(each.means).toMatch(/\S{2}/);
    if (typeof each.readBy !== 'string') {
      expect(each.readBy.length).toBeGreaterThan(0);
      expect(serviceNames).toEqual(expect.arrayContaining([...each.readBy]));
    }
    const unlessSet = defaultOf(each);
    if (unlessSet === undefined || each.unlessSet !== undefined) return;
    expect(each.form.safeParse(unlessSet), name).toEqual(each.form.safeParse(undefined));
  },
);

test('what opens a door is secret', () => {
  const reporting = Object.entries(settingsByName).filter(
    ([name, { isSecret }]) =>
      !isSecret && !/PUBLISHABLE/.test(name) && /PASSWORD|SECRET|DATABASE_|_KEY|TOKEN/.test(name),
  );
  expect(reporting.map(([name]) => name)).toEqual([]);
});
