import { expect, test } from 'vitest';
import { externalSystemNames } from '#external/systems.ts';
import { databases, drawnArrows, eventRoutes, serviceNames } from '#platform/topology.ts';
import { readProject } from '../architecture/source-file.ts';
import { mermaid } from './mermaid.ts';

const idOf = (name: string) => name.replaceAll('-', '_');
const pairs = (text: string, arrow: RegExp) =>
  [...text.matchAll(arrow)].map(([, from, to]) => `${from} ${to}`).toSorted();

test('the flowchart has every box once and the 40 arrows', () => {
  const text = mermaid({ events: false });
  const boxes = [...text.matchAll(/^ +(\w+)[[(]/gm)].map(([, id]) => id!);
  const expected = [
    'user',
    ...serviceNames,
    ...externalSystemNames,
    ...databases.map((name) => `${name}-db`),
  ].map(idOf);
  expect(boxes.toSorted()).toEqual(expected.toSorted());
  const drawn = pairs(text, /^ {2}(\w+) --> (\w+)$/gm);
  expect(drawn).toEqual(
    drawnArrows()
      .map(([from, to]) => `${idOf(from)} ${idOf(to)}`)
      .toSorted(),
  );
  expect(drawn).toHaveLength(40);
  expect(text.match(/^ {2}subgraph/gm)).toHaveLength(text.match(/^ {2}end$/gm)!.length);
});

test('with events it also has who tells what to whom', () => {
  const text = mermaid({ events: true });
  expect(text.startsWith(mermaid({ events: false }))).toBe(true);
  const reported = [...text.matchAll(/^ {2}(\w+) -\. "(.+)" \.-> (\w+)$/gm)].flatMap(
    ([, producer, types, consumer]) =>
      types!.split('<br/>').map((type) => `${producer} ${type} ${consumer}`),
  );
  const routes = Object.entries(eventRoutes).flatMap(([type, { producer, consumers }]) =>
    consumers.map((consumer) => `${idOf(producer)} ${type} ${idOf(consumer)}`),
  );
  expect(reported.toSorted()).toEqual(routes.toSorted());
});

test('a picture in the documents is the picture as it is', () => {
  const texts = readProject(new URL('../..', import.meta.url).pathname)
    .filter(({ path }) => path.endsWith('.md'))
    .map(({ path, text }) => ({ path, drawn: /```mermaid\n([^`]*)```/.exec(text)?.[1] }))
    .filter(({ drawn }) => drawn?.startsWith('flowchart'));
  expect(texts.map(({ path }) => path)).toContain('ARCHITECTURE.md');
  for (const { path, drawn } of texts)
    expect([mermaid({ events: false }), mermaid({ events: true })], path).toContain(drawn);
});
