import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { watchStatements, type SentBy } from '../telemetry/statement-witness.ts';
import type { ServiceName } from '../topology.ts';

/** A statement as it was sent while the tests ran. */
export interface NotedStatement {
  readonly service: ServiceName;
  readonly by: SentBy;
  readonly text: string;
  /** Where it was asked for and by whom that was asked, as `services/…/get-cart.ts:21:33`. */
  readonly sites: readonly string[];
}

/** Where `kontor check` wants to find what was sent; nothing is noted where it is not set. */
export const notesName = 'KONTOR_TEST_STATEMENTS';

const projectFolder = resolve(import.meta.dirname, '../..');
/** Who sends for others, and who asks in tests alone. */
const passedOver =
  /\/platform\/((data\/(database|transaction)|telemetry\/statement-witness)|calls\/calls)\.ts|\/test-kit\/|\.test\.ts|\/(journeys|proofs|node_modules)\//;
const sitesStored = 2;
/** A place that writes other texts each time would be noted without end. */
const textsOfPlace = 1_000;
const framesLooked = 16;

/** One file for each statement and place, named by both: many processes note the same ones. */
export function noteStatements(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const texts = new Map<string, Set<string>>();
  return watchStatements((service, { text }, by) => {
    const place = placeOf(callSites());
    let known = texts.get(place);
    if (!known) texts.set(place, (known = new Set()));
    if (known.has(text) || known.size >= textsOfPlace) return;
    known.add(text);
    write(folder, { service, by, text, sites: sitesOf(stackText()) });
  });
}

/** Whole or not at all: a process that is killed meanwhile leaves a part under another name. */
function write(folder: string, noted: NotedStatement): void {
  const content = JSON.stringify(noted);
  const path = join(folder, createHash('sha1').update(content).digest('hex'));
  if (existsSync(`${path}.json`)) return;
  writeFileSync(`${path}.${process.pid}`, content);
  renameSync(`${path}.${process.pid}`, `${path}.json`);
}

/** Cheap: as the engine has them, not as the sources are written. */
function callSites(): NodeJS.CallSite[] {
  const { stackTraceLimit } = Error;
  const written = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  Error.prepareStackTrace = (_, sites) => sites;
  Error.stackTraceLimit = framesLooked;
  try {
    return new Error().stack as unknown as NodeJS.CallSite[];
  } finally {
    if (written) Object.defineProperty(Error, 'prepareStackTrace', written);
    else Reflect.deleteProperty(Error, 'prepareStackTrace');
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Of each file that a stack led through: a run sends millions of statements, by some hundred files. */
const asks = new Map<string, boolean>();

function isAsker(file: string): boolean {
  let known = asks.get(file);
  if (known === undefined) {
    known = file.includes(projectFolder) && !passedOver.test(file);
    asks.set(file, known);
  }
  return known;
}

function placeOf(sites: readonly NodeJS.CallSite[]): string {
  let place = '';
  let found = 0;
  for (const site of sites) {
    const file = site.getFileName() ?? '';
    if (!isAsker(file)) continue;
    place += `${file}:${site.getLineNumber()}:${site.getColumnNumber()} `;
    if ((found += 1) === sitesStored) break;
  }
  return place;
}

function stackText(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = framesLooked;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return stack;
}

function sitesOf(stack: string): string[] {
  const sites: string[] = [];
  for (const line of stack.split('\n')) {
    const [, file, at] = /(?:file:\/\/)?(\/[^\s():]+\.ts)[^:]*:(\d+:\d+)\)?$/.exec(line) ?? [];
    if (!file || !file.startsWith(projectFolder) || passedOver.test(file)) continue;
    sites.push(`${file.slice(projectFolder.length + 1)}:${at}`);
    if (sites.length === sitesStored) break;
  }
  return sites;
}
