import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compose } from '#app/compose.ts';
import type { Installation } from '#platform/provision/installation.ts';
import type { NotedStatement } from '#platform/test-kit/note-statements.ts';
import { prepareWithCommonRoles } from '#platform/test-kit/prepared-databases.ts';
import { dropInstallation } from '#platform/test-kit/test-installation.ts';
import { newTestInstallation } from '#platform/test-kit/testing.ts';
import type { ServiceName } from '#platform/topology.ts';
import { compareStatements, type Compared } from './compare-statements.ts';
import { describeStatements, type Described } from './describe-statements.ts';
import { notRun } from './not-run.ts';
import { readSources } from './read-sources.ts';

const sending = /^(app|platform|services)\//;
/** The driver itself sends what others hand it. */
const forTests =
  /\.test\.ts$|(^|\/)test-kit\/|for-tests\.ts$|^platform\/data\/(database|transaction)\.ts$/;

/**
 * Compares what the tests sent, as it was noted in a folder, with the sources and the schema. What is
 * sent by no test is told where all of them ran.
 */
export async function statementsFit(
  projectFolder: string,
  notes: string,
  allRan: boolean,
): Promise<Compared> {
  const noted = await readNotes(notes);
  const sources = readSources(projectFolder, (path) => sending.test(path) && !forTests.test(path));
  const { services } = await compose();
  const installation = await prepareWithCommonRoles(await newTestInstallation(), services);
  try {
    const described = await describeAll(installation, noted);
    const describedBy = (service: ServiceName, text: string) => described.get(service)?.get(text);
    const expected = allRan ? notRun : 'a part of the tests ran';
    return compareStatements(sources, noted, describedBy, expected);
  } finally {
    await dropInstallation(installation);
  }
}

async function readNotes(folder: string): Promise<NotedStatement[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => JSON.parse(text) as NotedStatement);
}

/** What the tests ask themselves, on tables of their own or of ours, is none of ours. */
async function describeAll(
  installation: Installation,
  noted: readonly NotedStatement[],
): Promise<ReadonlyMap<ServiceName, ReadonlyMap<string, Described>>> {
  const texts = new Map<ServiceName, Set<string>>();
  for (const { service, text, sites } of noted) {
    if (sites.length === 0) continue;
    const those = texts.get(service);
    if (those) those.add(text);
    else texts.set(service, new Set([text]));
  }
  const described = await Promise.all(
    [...texts].map(
      async ([service, all]) =>
        [service, await describeStatements(installation, service, all)] as const,
    ),
  );
  return new Map(described);
}
