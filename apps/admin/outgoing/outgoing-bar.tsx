import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import type { Account } from '../session/use-session.ts';
import { useKeys } from '../shell/use-keys.ts';
import { useSpeech } from '../words/speech.tsx';
import { isWaiting, useOutgoing, useUndo, type Outgoing } from './use-outgoing.ts';

/** Those whose refusal was read, on this device. */
const readAs = 'kontor-outgoing-read';
const readBefore = (): readonly string[] =>
  JSON.parse(sessionStorage.getItem(readAs) ?? '[]') as string[];

/**
 * What was asked for and goes out in a few seconds, on every page: with how long it still waits, and
 * undo. It is announced when it comes, and what became of it. What somebody's focus is in stays until
 * the focus leaves it.
 */
export function OutgoingBar({ account }: { account: Account }) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const { data: told = [] } = useOutgoing();
  const undoing = useUndo(account.accountId);
  const [read, setRead] = useState(readBefore);
  const { shown, focus, blur } = useKept(
    told.filter(({ outgoingId }) => !read.includes(outgoingId)),
  );
  const said = useAnnounced(told, undoing.isSuccess ? undoing.variables : undefined);
  const newest = shown.findLast(({ isOver, one }) => !isOver && isWaiting(one))?.one;
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
      {shown.length > 0 && (
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
                <Line one={one} isOver={isOver} undo={() => undo(one)} close={close} />
              </li>
            ))}
          </ul>
          {undoing.error && (
            <p className="alert" role="alert">
              {textOf(undoing.error)}
            </p>
          )}
        </section>
      )}
    </>
  );
}

interface LineShown {
  readonly one: Outgoing;
  readonly isOver: boolean;
  readonly undo: () => void;
  readonly close: (id: string) => void;
}

function Line({ one, isOver, undo, close }: LineShown) {
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
        {what} {isOver ? names.gone : <Countdown startsAt={one.startsAt} />}
      </span>
      <Subject one={one} />
      {/* Who is on it hears that it is over, and is not thrown out of where they are. */}
      <button
        type="button"
        className="button"
        aria-disabled={isOver}
        onClick={isOver ? () => {} : undo}
      >
        {names.undo} <kbd>U</kbd>
      </button>
    </div>
  );
}

/** Seen, not heard: a screen reader would say nothing else. */
function Countdown({ startsAt }: { startsAt: string }) {
  const { words } = useSpeech();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const left = Math.max(0, Math.ceil((Date.parse(startsAt) - now) / 1_000));
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

/** One sentence when something comes, and one when it was undone or has gone out. */
function useAnnounced(told: readonly Outgoing[], undone: Outgoing | undefined): string {
  const { words } = useSpeech();
  const [said, setSaid] = useState('');
  const known = useRef<ReadonlyMap<string, Outgoing>>(new Map());
  const names = words.outgoing;
  useEffect(() => {
    const waiting = new Map(told.filter(isWaiting).map((one) => [one.outgoingId, one]));
    const came = [...waiting.values()].find(({ outgoingId }) => !known.current.has(outgoingId));
    const went = [...known.current.values()].find(({ outgoingId }) => !waiting.has(outgoingId));
    known.current = waiting;
    if (came) {
      const left = Math.max(0, Math.ceil((Date.parse(came.startsAt) - Date.now()) / 1_000));
      setSaid(names.came(names.short[came.kind], left));
    } else if (went) {
      const wasUndone = undone?.outgoingId === went.outgoingId;
      setSaid(
        wasUndone ? names.undone(names.short[went.kind]) : names.went(names.short[went.kind]),
      );
    }
  }, [told, undone, names]);
  return said;
}
