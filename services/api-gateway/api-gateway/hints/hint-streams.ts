import { permissionList, type Actor } from '#kernel/actor.ts';
import type { HintsHeard } from '#platform/hints/hint-listeners.ts';
import type { Identified } from '../identity/identity.ts';
import { HintStream, type HintsEnd } from './hint-stream.ts';

/** Proxies and phones close what says nothing for long. */
const pingedEveryMs = 15_000;
/** A stream goes on for 10 seconds at most after its session ended or a right was taken away. */
const confirmedEveryMs = 4_000;
const confirmedWithinMs = 7_500;
/** A browser needs one for all of its tabs; more come of connections that nobody has ended yet. */
const perSession = 6;
const inAll = 1_000;

/** Who asks for a stream, and how auth is asked after them while it goes on. */
export interface StreamAsked {
  readonly actor: Actor;
  readonly sessionId: string | undefined;
  /** Who they are now; throws where auth does not answer. */
  readonly confirm: () => Promise<Identified>;
  /** After so many seconds it ends by itself; until something else ends it unless told. */
  readonly seconds: number | undefined;
}

interface Open {
  readonly stream: HintStream;
  readonly owner: string;
  readonly stop: () => void;
}

/** The streams of hints that one gateway has open, each under its own session and rights. */
export class HintStreams {
  private readonly open = new Set<Open>();
  private unlisten: (() => void) | undefined;
  private stopped = false;
  /** Undefined where nobody hints: the streams are there all the same, and silent. */
  private readonly heard: HintsHeard | undefined;

  constructor(heard: HintsHeard | undefined) {
    this.heard = heard;
  }

  get size(): number {
    return this.open.size;
  }

  /** Undefined where there are too many, or the gateway stops. */
  begin({ actor, sessionId, confirm, seconds }: StreamAsked): HintStream | undefined {
    if (this.stopped || this.open.size >= inAll) return undefined;
    const owner = sessionId ?? actor.id;
    this.makeRoom(owner);
    const stream = new HintStream(actor, () => this.forget(one));
    const one: Open = { stream, owner, stop: this.watch(stream, confirm, seconds) };
    this.open.add(one);
    this.unlisten ??= this.heard?.listen((hints) => {
      for (const each of this.open) each.stream.hear(hints);
    });
    return stream;
  }

  /** At once: whoever listened comes back elsewhere. */
  stop(): void {
    this.stopped = true;
    for (const { stream } of this.open) stream.end('stopping');
  }

  /** The one that was begun first goes: often nobody is at its other end any more. */
  private makeRoom(owner: string): void {
    const own = [...this.open].filter((one) => one.owner === owner);
    if (own.length >= perSession) own[0]!.stream.end('replaced');
  }

  private forget(one: Open): void {
    one.stop();
    if (!this.open.delete(one) || this.open.size > 0) return;
    this.unlisten?.();
    this.unlisten = undefined;
  }

  /** Pings, and looks after the session. @returns what ends both */
  private watch(
    stream: HintStream,
    confirm: StreamAsked['confirm'],
    seconds: number | undefined,
  ): () => void {
    let confirmedAtMs = performance.now();
    let isAsking = false;
    const look = async () => {
      const isUnknown = performance.now() - confirmedAtMs > confirmedWithinMs;
      if (isUnknown) stream.end('unknown');
      if (isUnknown || isAsking) return;
      isAsking = true;
      try {
        const askedAtMs = performance.now();
        const reason = whyEnd(stream.actor, await confirm());
        confirmedAtMs = askedAtMs;
        if (reason) stream.end(reason);
      } catch {
        // Auth does not answer: the next look asks again, until that was too long ago.
      } finally {
        isAsking = false;
      }
    };
    const timers = [
      setInterval(() => stream.ping(), pingedEveryMs),
      setInterval(() => void look(), confirmedEveryMs),
    ];
    const over =
      seconds === undefined
        ? undefined
        : setTimeout(() => stream.end('time_over'), seconds * 1_000);
    return () => {
      for (const timer of timers) clearInterval(timer);
      clearTimeout(over);
    };
  }
}

function whyEnd(was: Actor, now: Identified): HintsEnd | undefined {
  if ('refused' in now) return 'session_ended';
  if (now.lacksFactor) return 'rights_changed';
  return rightsOf(was) === rightsOf(now.actor) ? undefined : 'rights_changed';
}

/** Also whoever may do more from now on begins anew: then they hear of it. */
function rightsOf({ channels, permissions }: Actor): string {
  const known = permissionList.parse(permissions);
  return JSON.stringify([channels === '*' ? '*' : channels.toSorted(), known.toSorted()]);
}
