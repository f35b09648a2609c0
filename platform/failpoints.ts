/**
 * Named places before and after every call, every use of an external system and every commit,
 * where a test can kill, hold or break the process. Inert unless `KONTOR_FAILPOINTS` names one:
 * `call:checkout>cart.reserveStock:after=kill@2` kills the process the second time it is reached.
 * `record` notes every name reached, so that a crash test can enumerate them instead of sampling.
 */
type Deed = 'kill' | 'throw' | 'record';

interface Armed {
  readonly deed: Deed;
  left: number;
}

let armed: Map<string, Armed> | null = null;
let reached: Set<string> | null = null;

/** Called once at boot with the setting; an unreadable one is refused. */
export function armFailpoints(setting: string | undefined): void {
  armed = null;
  reached = null;
  if (!setting) return;
  armed = new Map();
  for (const item of setting.split(',')) {
    const match = /^(.+)=(kill|throw|record)(?:@(\d+))?$/.exec(item.trim());
    if (!match) throw new Error(`KONTOR_FAILPOINTS: cannot read "${item}"; write name=kill@times`);
    if (match[2] === 'record') reached = new Set();
    else armed.set(match[1]!, { deed: match[2] as Deed, left: Number(match[3] ?? 1) });
  }
}

/** Whether any is switched on; callers skip even the making of a name otherwise. */
export function failpointsArmed(): boolean {
  return armed !== null;
}

export function failpoint(name: string): void {
  if (armed === null) return;
  reached?.add(name);
  const found = armed.get(name);
  if (!found || --found.left !== 0) return;
  if (found.deed === 'kill') process.kill(process.pid, 'SIGKILL');
  throw new Error(`failpoint ${name}`);
}

export function reachedFailpoints(): string[] {
  return [...(reached ?? [])];
}

/** Forgets the names reached so far: what follows is then enumerated alone. */
export function forgetReached(): void {
  reached?.clear();
}
