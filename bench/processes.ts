import { readFileSync, readdirSync } from 'node:fs';

const tickMs = 10;

interface Stat {
  readonly parent: number;
  /** Own and collected children's time, user and system, in milliseconds. */
  readonly cpuMs: number;
  readonly collectedMs: number;
}

function readStat(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = (index: number) => Number(fields[index]) * tickMs;
    return {
      parent: Number(fields[1]),
      cpuMs: ticks(11) + ticks(12),
      collectedMs: ticks(13) + ticks(14),
    };
  } catch {
    return undefined;
  }
}

/** CPU of a process and all its descendants, those that have ended and were collected included. */
export function treeCpuMs(pid: number): number {
  const stats = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : undefined;
    if (stat) stats.set(Number(name), stat);
  }
  let total = 0;
  const visit = (each: number): void => {
    const stat = stats.get(each);
    if (!stat) return;
    total += stat.cpuMs + stat.collectedMs;
    for (const [child, { parent }] of stats) if (parent === each) visit(child);
  };
  visit(pid);
  return total;
}

/** CPU of one process alone, all its threads. */
export function ownCpuMs(pid: number): number {
  return readStat(pid)?.cpuMs ?? 0;
}

/** Resident memory of one process, in MB. */
export function residentMb(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1_024);
}
