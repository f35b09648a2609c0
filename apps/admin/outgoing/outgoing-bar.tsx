import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import type { Account } from '../session/use-session.ts';
import { useKeys } from '../shell/use-keys.ts';
import { useSpeech } from '../words/speech.tsx';
import {
  isWaiting,
  leftMs,
  useOutgoing,
  useUndo,
  wasUndoneHere,
  type Outgoing,
} from './use-outgoing.ts';

/** Those whose refusal was read, on this device. */
const readAs = 'kontor-outgoing-read';
const readBefore = (): readonly string[] =>
  JSON.parse(sessionStorage.getItem(readAs) ?? '[]') as string[];

/**
 * What was asked for and goes out in a few seconds, on every page, and what colleagues asked for of
 * what the page shows: with how long it still waits, and undo. It is announced when it comes, and what became of it. What somebody's focus is in stays until
 * the focus leaves it.
 */
export function OutgoingBar({ account }: { account: Account }) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const { data: own } = useOutgoing();
  const { told, aheadMs } = useShownHere(own);
  const undoing = useUndo(account.accountId);
  const [read, setRead] = useState(readBefore);
  const { shown, focus, blur } = useKept(
    told.filter(({ outgoingId }) => !read.includes(outgoingId)),
  );
  const { said, isEnd } = useAnnounced(own?.items ?? none, own?.aheadMs ?? 0);
  const isShown = shown.length > 0 || isEnd || undoing.error !== null;
  const isMine = ({ askedBy }: Outgoing) => askedBy === account.accountId;
  const newest = shown.findLast(({ isOver, one }) => !isOver && isWaiting(one) && isMine(one))?.one;
  const undo = (one: Outgoing) => undoing.isPending || undoing.mutate(one);
  useKeys({ u: newest && (() => undo(newest)) });
  const close = (id: string) => {
    const next = [...read, id];
    sessionStorage.setItem(readAs, JSON.stringify(next));
    setRead(next);
  };
  return (
    <>
      <p role="status" className="visually-hidden">
        {said}
      </p>
      {isShown && (
        <section className="outgoing" aria-label={words.outgoing.label}>
          <ul>
            {shown.map(({ one, isOver }) => (
              <li
                key={one.outgoingId}
                onFocus={() => focus(one)}
                onBlur={({ currentTarget, relatedTarget }) => {
                  if (!currentTarget.contains(relatedTarget)) blur();
                }}
              >
                <Line
                  one={one}
                  isOver={isOver}
                  aheadMs={aheadMs}
                  isOthers={!isMine(one)}
                  undo={() => undo(one)}
                  close={close}
                />
              </li>
            ))}
          </ul>
          {isEnd && <p aria-hidden="true">{said}</p>}
          {undoing.error && (
            <div className="alert" role="alert">
              <p>{textOf(undoing.error)}</p>
              <button type="button" className="button" onClick={undoing.reset}>
                {words.close}
              </button>
            </div>
          )}
        </section>
      )}
    </>
  );
}

interface LineShown {
  readonly one: Outgoing;
  readonly isOver: boolean;
  readonly aheadMs: number;
  /** A colleague asked for it. */
  readonly isOthers: boolean;
  readonly undo: () => void;
  readonly close: (id: string) => void;
}

function Line({ one, isOver, aheadMs, isOthers, undo, close }: LineShown) {
  const { words } = useSpeech();
  const what = useWhat(one);
  const { outgoingId, state, words: written } = one;
  const names = words.outgoing;
  if (state === 'refused') {
    return (
      <div role="alert">
        <span>
          {names.refused(what)} {written && <q>{written}</q>}
        </span>
        <Subject one={one} />
        <button type="button" className="button" onClick={() => close(outgoingId)}>
          {words.close}
        </button>
      </div>
    );
  }
  return (
    <div>
      <span>
        {what} {isOthers && names.byColleague}{' '}
        {isOver ? names.gone : <Countdown one={one} aheadMs={aheadMs} />}
      </span>
      <Subject one={one} />
      {/* Who is on it hears that it is over, and is not thrown out of where they are. */}
      <button
        type="button"
        className="button"
        aria-disabled={isOver}
        onClick={isOver ? () => {} : undo}
      >
        {names.undo} {!isOthers && <kbd>U</kbd>}
      </button>
    </div>
  );
}

/** Seen, not heard: a screen reader would say nothing else. */
function Countdown({ one, aheadMs }: { one: Outgoing; aheadMs: number }) {
  const { words } = useSpeech();
  const [, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const left = Math.ceil(leftMs(one, aheadMs) / 1_000);
  return (
    <>
      <span aria-hidden="true" className="num">
        {words.outgoing.goesIn(left)}
      </span>
      <span className="visually-hidden">{words.outgoing.goesSoon}</span>
    </>
  );
}

function Subject({ one: { kind, subjectId } }: { one: Outgoing }) {
  const { words } = useSpeech();
  const text = words.outgoing.open;
  if (kind === 'message') {
    return (
      <Link className="link" to="/messages/$messageId" params={{ messageId: subjectId }}>
        {text}
      </Link>
    );
  }
  if (kind === 'answer') {
    return (
      <Link className="link" to="/tickets/$ticketId" params={{ ticketId: subjectId }}>
        {text}
      </Link>
    );
  }
  return (
    <Link className="link" to="/orders/$orderId" params={{ orderId: subjectId }}>
      {text}
    </Link>
  );
}

function useWhat({ kind, amountMinor, currency }: Outgoing): string {
  const { words, formats } = useSpeech();
  const { refund, ...others } = words.outgoing.kinds;
  if (kind !== 'refund') return others[kind];
  return refund(amountMinor !== null && currency ? formats.money(amountMinor, currency) : '');
}

interface Kept {
  readonly one: Outgoing;
  /** It waits no more, and is shown only because somebody is on it. */
  readonly isOver: boolean;
}

/** What is told, and what somebody's focus is in, though it is over. */
function useKept(told: readonly Outgoing[]) {
  const [held, setHeld] = useState<Outgoing>();
  const shown: Kept[] = told.map((one) => ({ one, isOver: false }));
  const isThere = told.some(({ outgoingId }) => outgoingId === held?.outgoingId);
  if (held && !isThere) shown.push({ one: held, isOver: true });
  return { shown, focus: setHeld, blur: () => setHeld(undefined) };
}

const none: readonly Outgoing[] = [];

/** What the member asked for, and what waits of the order, message or ticket that the page is of. */
function useShownHere(own: ReturnType<typeof useOutgoing>['data']) {
  const { orderId, messageId, ticketId } = useParams({ strict: false });
  const { data: here } = useOutgoing(orderId ?? messageId ?? ticketId);
  const items = own?.items ?? none;
  const known = new Set(items.map(({ outgoingId }) => outgoingId));
  const others = (here?.items ?? none).filter((one) => !known.has(one.outgoingId));
  const colleagues = others.filter(({ state }) => state === 'waiting');
  return { told: [...items, ...colleagues], aheadMs: own?.aheadMs ?? here?.aheadMs ?? 0 };
}

/** How long it is shown what became of something. */
const endShownMs = 8_000;

/**
 * One sentence when something comes, and one when it ended. What the shop did not tell is not said: it
 * may have been undone elsewhere.
 */
function useAnnounced(told: readonly Outgoing[], aheadMs: number) {
  const { words } = useSpeech();
  const [{ said, isEnd }, setSaid] = useState({ said: '', isEnd: false });
  const known = useRef<ReadonlyMap<string, Outgoing>>(new Map());
  const names = words.outgoing;
  useEffect(() => {
    const waiting = new Map(told.filter(isWaiting).map((one) => [one.outgoingId, one]));
    const came = [...waiting.values()].find(({ outgoingId }) => !known.current.has(outgoingId));
    const went = [...known.current.values()].find(({ outgoingId }) => !waiting.has(outgoingId));
    known.current = waiting;
    if (went) {
      const what = names.short[went.kind];
      const isRefused = told.some(({ outgoingId }) => outgoingId === went.outgoingId);
      const ended = wasUndoneHere(went.outgoingId)
        ? names.undone(what)
        : leftMs(went, aheadMs) > 0
          ? names.undoneElsewhere(what)
          : names.went(what);
      // What could not go out says so itself.
      setSaid(isRefused ? { said: '', isEnd: false } : { said: ended, isEnd: true });
    } else if (came) {
      const left = Math.ceil(leftMs(came, aheadMs) / 1_000);
      setSaid({ said: names.came(names.short[came.kind], left), isEnd: false });
    }
  }, [told, aheadMs, names]);
  useEffect(() => {
    if (!isEnd) return;
    const timer = setTimeout(() => setSaid({ said: '', isEnd: false }), endShownMs);
    return () => clearTimeout(timer);
  }, [said, isEnd]);
  return { said, isEnd };
}
