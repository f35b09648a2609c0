import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { announceTestCluster, startTestCluster } from '#platform/test-kit/test-cluster.ts';
import { Hunt, sampleMutants, testFilesOf, type Hunted } from '#proofs/mutants/hunt-mutants.ts';
import { readKeptMutants, writeKeptMutants } from '#proofs/mutants/kept-mutants.ts';
import { mutantKinds, type KeptMutant, type Mutant } from '#proofs/mutants/mutant.ts';
import { planted } from '#proofs/mutants/plant-mutant.ts';
import { chooseMutants, proposeMutants } from '#proofs/mutants/propose.ts';
import { readFileSync } from 'node:fs';
import { cloneToPlantIn } from '#proofs/mutants/project-to-plant-in.ts';

export const description = 'plant faults one at a time and see which tests notice';

export const usage = `Usage: npx kontor mutants [options]

  Plants each kept mutant alone in a copy of the project and runs the narrowest tests that should see
  it, then the whole of the suites without a browser. One that no test sees has survived.

  --sample N     N of them
  --seed S       which ones follows from S (the commit's name)
  --only TEXT    those whose id holds TEXT
  --kind KIND    ${mutantKinds.join(', ')}
  --narrow       without the whole run for those that the narrow tests do not see
  --record       writes down which test saw each, which is asked first from then on
  --json         {"listed", "planted", "survived": [id, …]} at the end, and nothing else
  --propose      lists what can be planted in the tree as it is, and plants nothing
  --keep N       adds N of each kind in each service and part of the tree to those that are kept, and
                 makes those anew whose text has changed under the same name

  Exit code 0: all were seen; 1: some survived, one no longer applies, or a test fails without it; 2: wrong arguments.
`;

const projectFolder = resolve(import.meta.dirname, '../..');

export async function run(commandArguments: string[]): Promise<number> {
  const { values } = parseArgs({
    args: commandArguments,
    options: {
      sample: { type: 'string' },
      seed: { type: 'string' },
      only: { type: 'string', default: '' },
      kind: { type: 'string' },
      narrow: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      propose: { type: 'boolean', default: false },
      keep: { type: 'string' },
    },
  });
  const count = Number(values.sample ?? Infinity);
  const keep = Number(values.keep ?? 0);
  const kinds: readonly string[] = mutantKinds;
  const isWrong =
    !(count >= 1) || !(keep >= 0) || (values.kind !== undefined && !kinds.includes(values.kind));
  if (isWrong) {
    process.stderr.write(usage);
    return 2;
  }
  const isAsked = ({ id, kind }: Mutant) =>
    id.includes(values.only) && (values.kind === undefined || kind === values.kind);
  if (values.propose) return listProposed(proposeMutants(projectFolder).filter(isAsked));
  if (values.keep !== undefined) return keepMore(keep, isAsked);
  const listed = readKeptMutants();
  const gone = listed.flatMap((mutant) => appliesNoLonger(mutant) ?? []);
  for (const line of gone) process.stderr.write(`${line}\n`);
  if (gone.length > 0) return 1;
  const open = listed.filter((mutant) => mutant.equivalent === undefined && isAsked(mutant));
  const chosen = sampleMutants(open, count, values.seed ?? commitName());
  const hunted: Hunted[] = [];
  const tell = (one: Hunted): void => {
    hunted.push(one);
    if (!values.json) tellHunted(one);
    // After each: a hunt takes hours, and may be ended.
    if (values.record) writeKeptMutants(recorded(listed, hunted));
  };
  await huntAll(chosen, { ordinary: !values.narrow, tell });
  const unclear = hunted.filter(({ isUnclear }) => isUnclear);
  const survived = hunted
    .filter(({ seenBy, isUnclear }) => seenBy === null && !isUnclear)
    .map(({ mutant }) => mutant.id);
  const counts = { listed: listed.length, planted: hunted.length, survived };
  if (values.json) process.stdout.write(`${JSON.stringify(counts)}\n`);
  else {
    const line = `${listed.length} listed, ${hunted.length} planted, ${survived.length} survived, ${unclear.length} unclear`;
    process.stdout.write(`${[line, ...survived.map((id) => `survived: ${id}`)].join('\n')}\n`);
  }
  return survived.length + unclear.length === 0 ? 0 : 1;
}

interface Wanted {
  readonly ordinary: boolean;
  readonly tell: (hunted: Hunted) => void;
}

async function huntAll(mutants: readonly KeptMutant[], { ordinary, tell }: Wanted): Promise<void> {
  const copy = cloneToPlantIn(projectFolder);
  const cluster = await startTestCluster({ durable: false });
  try {
    announceTestCluster(cluster.address);
    const hunt = new Hunt(copy.folder, testFilesOf(projectFolder), ordinary);
    for (const mutant of mutants) tell(await hunt.plant(mutant));
  } finally {
    await cluster.stop();
    copy.remove();
  }
}

function tellHunted({ mutant, seenBy, why, seconds, isUnclear }: Hunted): void {
  const survived = isUnclear ? `UNCLEAR: ${why}` : 'SURVIVED';
  const said = seenBy === null ? survived : `seen by ${seenBy} in ${seconds} s: ${why}`;
  process.stdout.write(`${mutant.id}\n    ${said}\n`);
}

function appliesNoLonger(mutant: KeptMutant): string | undefined {
  try {
    planted(readFileSync(resolve(projectFolder, mutant.file), 'utf8'), mutant);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function recorded(listed: readonly KeptMutant[], hunted: readonly Hunted[]): KeptMutant[] {
  const known = new Map(hunted.map((one) => [one.mutant.id, one]));
  return listed.map((mutant) => {
    const found = known.get(mutant.id);
    if (!found?.seenBy?.endsWith('.test.ts')) return mutant;
    return { ...mutant, seenBy: found.seenBy, seconds: found.seconds };
  });
}

function listProposed(proposed: readonly Mutant[]): number {
  for (const { id } of proposed) process.stdout.write(`${id}\n`);
  process.stdout.write(`${proposed.length} can be planted\n`);
  return 0;
}

/** Adds some, and makes those anew whose text has changed under the same name. */
function keepMore(ofEach: number, isAsked: (mutant: Mutant) => boolean): number {
  const kept = new Map(readKeptMutants().map((mutant) => [mutant.id, mutant]));
  const before = kept.size;
  const proposed = proposeMutants(projectFolder);
  let renewed = 0;
  for (const { id, from, to } of proposed) {
    const known = kept.get(id);
    if (!known || appliesNoLonger(known) === undefined) continue;
    kept.set(id, { ...known, from, to });
    renewed += 1;
  }
  for (const mutant of chooseMutants(proposed.filter(isAsked), ofEach))
    if (!kept.has(mutant.id)) kept.set(mutant.id, mutant);
  writeKeptMutants([...kept.values()]);
  const line = `${kept.size} are kept, ${kept.size - before} of them new, ${renewed} made anew`;
  process.stdout.write(`${line}\n`);
  return 0;
}

function commitName(): string {
  return execFileSync('git', ['rev-parse', 'HEAD'], {
    cwd: projectFolder,
    encoding: 'utf8',
  }).trim();
}
