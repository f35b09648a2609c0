import { CalleeUnavailable } from './unavailability.ts';

/**
 * Named places before and after every call, every use of an external system and every commit,
 * where a test can kill, hold or break the process. Inert unless `KONTOR_FAILPOINTS` names one:
 * `call:checkout>cart.reserveStock:after=kill@2` kills the process the second time it is reached.
 * `throw` breaks what is under way as a mistake would; `cut` as a line that is down; `@always` does
 * it every time. `stop` halts the process as SIGSTOP does, until somebody lets it go on; `hold` only
 * what is under way, until `letGo`, so that one process can be overtaken by itself. `*` stands
 * for any part of a name: `call:*>tax.*:before=cut@always` takes tax away from all its callers.
 * `record` notes every name reached, so that a crash test can enumerate them instead of sampling.
 */
type Deed = 'kill' | 'stop' | 'hold' | 'throw' | 'cut' | 'record';

interface Armed {
  readonly deed: Deed;
  /** Infinity: every time. */
  left: number;
}

let armed: Map<string, Armed> | null = null;
let patterns: [RegExp, Armed][] = [];
let reached: Set<string> | null = null;
/** What is held, by name; it stays held when others are armed. */
const held = new Map<string, () => void>();

/** Called once at boot with the setting; an unreadable one is refused. */
export function armFailpoints(setting: string | undefined): void {
  armed = null;
  patterns = [];
  reached = null;
  if (!setting) return;
  armed = new Map();
  for (const item of setting.split(',')) {
    const match = /^(.+)=(kill|stop|hold|throw|cut|record)(?:@(\d+|always))?$/.exec(item.trim());
    if (!match) throw new Error(`KONTOR_FAILPOINTS: cannot read "${item}"; write name=kill@times`);
    const times = match[3] === 'always' ? Infinity : Number(match[3] ?? 1);
    if (match[2] === 'record') reached = new Set();
    else arm(match[1]!, { deed: match[2] as Deed, left: times });
  }
}

function arm(name: string, deed: Armed): void {
  if (!name.includes('*')) armed!.set(name, deed);
  else {
    const parts = name.split('*').map((part) => part.replaceAll(/[.\\+?^${}()|[\]]/g, '\\$&'));
    patterns.push([new RegExp(`^${parts.join('.*')}$`), deed]);
  }
}

/** Whether any is switched on; callers skip even the making of a name otherwise. */
export function failpointsArmed(): boolean {
  return armed !== null;
}

export function failpoint(name: string): void | Promise<void> {
  if (armed === null) return;
  reached?.add(name);
  const found = armed.get(name) ?? patterns.find(([pattern]) => pattern.test(name))?.[1];
  if (!found) return;
  found.left -= 1;
  if (found.left !== 0 && found.left !== Infinity) return;
  if (found.deed === 'kill') process.kill(process.pid, 'SIGKILL');
  if (found.deed === 'stop') {
    process.kill(process.pid, 'SIGSTOP');
    return;
  }
  if (found.deed === 'hold') return new Promise((resolve) => held.set(name, resolve));
  const message = `failpoint ${name}`;
  throw found.deed === 'cut' ? new CalleeUnavailable(message) : new Error(message);
}

export function reachedFailpoints(): string[] {
  return [...(reached ?? [])];
}

/** Forgets the names reached so far: what follows is then enumerated alone. */
export function forgetReached(): void {
  reached?.clear();
}

/** Whether something is held at this place. */
export function isHeld(name: string): boolean {
  return held.has(name);
}

/** Where something is held. */
export function heldFailpoints(): string[] {
  return [...held.keys()];
}

/** Lets what is held go on, at one place or everywhere. */
export function letGo(place?: string): void {
  for (const [name, goOn] of held) {
    if (place !== undefined && name !== place) continue;
    held.delete(name);
    goOn();
  }
}
