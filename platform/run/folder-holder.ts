import { writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Who used a data folder last, as the folder itself says. Earlier versions wrote process and time alone. */
export interface Holder {
  readonly pid: number;
  readonly since: string;
  readonly host?: string;
  readonly machine?: string | undefined;
  readonly folder?: string;
  /** Inode of the lock: a copy has another. */
  readonly file?: string | undefined;
  readonly beat?: number;
  readonly released?: boolean;
}

/** On a disk that machines share the holder shows that it lives; who finds it asks for longer. */
export const everyBeatMs = 5_000;
const beatsAwaited = 5;

export async function readHolder(dataFolder: string): Promise<Holder | undefined> {
  const text = await readText(dataFolder);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Holder);
  } catch {
    return undefined;
  }
}

export function whoIs({ pid, since, host }: Holder): string {
  return `process ${pid}${host === undefined ? '' : ` on ${host}`}, running since ${since}`;
}

/** Whether the holder shows within some beats that it lives: by what it writes, not by any clock. */
export async function isAlive(dataFolder: string, beatMs: number): Promise<boolean> {
  const before = await readText(dataFolder);
  for (let beat = 0; beat < beatsAwaited; beat += 1) {
    await sleep(beatMs);
    if ((await readText(dataFolder)) !== before) return true;
  }
  return false;
}

/**
 * Writes who holds the folder, and again and again where there is a pause between signs of life.
 * @returns what lets go of it
 */
export async function hold(
  dataFolder: string,
  holder: Holder,
  beatMs: number | undefined,
): Promise<() => void> {
  let written = JSON.stringify(holder);
  await writeFile(holderFile(dataFolder), written);
  let timer: NodeJS.Timeout | undefined;
  const show = (next: Holder) => {
    written = JSON.stringify(next);
    writeNow(dataFolder, written);
  };
  const beat = async (number: number) => {
    const found = await readText(dataFolder);
    if (!timer) return;
    if (found !== undefined && found !== written) {
      endProcess(dataFolder);
      return;
    }
    show({ ...holder, beat: number });
    timer = setTimeout(() => void beat(number + 1), beatMs).unref();
  };
  if (beatMs !== undefined) timer = setTimeout(() => void beat(1), beatMs).unref();
  return () => {
    clearTimeout(timer);
    timer = undefined;
    show({ ...holder, released: true });
  };
}

/** It was asleep for so long that another machine took it for dead: it writes nothing more there. */
function endProcess(dataFolder: string): void {
  setImmediate(() => {
    throw new Error(`The data folder ${dataFolder} was taken over by another machine.`);
  });
}

/** The folder may be gone by now: then nobody asks who had it. */
function writeNow(dataFolder: string, text: string): void {
  try {
    writeFileSync(holderFile(dataFolder), text);
  } catch {
    return;
  }
}

async function readText(dataFolder: string): Promise<string | undefined> {
  return readFile(holderFile(dataFolder), 'utf8').catch(() => undefined);
}

function holderFile(dataFolder: string): string {
  return join(dataFolder, 'kontor.holder.json');
}
