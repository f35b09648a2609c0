import { newIdempotencyKey, told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type RefObject } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { isUnclear } from '../../asking/unclear.ts';
import { useMay } from '../../session/use-session.ts';
import { useSpeech } from '../../words/speech.tsx';
import { itemsOf, readAnew, type Order } from './use-order.ts';

/** What happened, in words; notes are for staff alone. */
export function Log({ order, note }: { order: Order; note: RefObject<HTMLInputElement | null> }) {
  const { words, formats } = useSpeech();
  const may = useMay();
  const entries = itemsOf(order, 'timeline') ?? [];
  return (
    <section className="panel" aria-labelledby="log">
      <header>
        <h2 id="log">{words.log.title}</h2>
      </header>
      <ol className="log num">
        {entries.map(({ at, kind, code, message, actor, internal }) => (
          <li key={`${at} ${kind} ${message}`} className={internal ? 'internal' : undefined}>
            <time dateTime={at} title={formats.moment(at)}>
              {formats.shortly(at)}
            </time>
            <i />
            <span>
              {code === 'note' || code === undefined || code === 'other'
                ? message
                : (words.log.codes[code] ?? message)}
            </span>
            <span className="by">{words.log.actors[actor.split(':', 1)[0]!] ?? actor}</span>
          </li>
        ))}
      </ol>
      {may('orders:write') && <NoteBox orderId={order.orderId} field={note} />}
    </section>
  );
}

function NoteBox({
  orderId,
  field,
}: {
  orderId: string;
  field: RefObject<HTMLInputElement | null>;
}) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const [note, setNote] = useState('');
  const key = useRef(newIdempotencyKey());
  const added = useMutation({
    mutationFn: () =>
      told(
        kontor.POST('/v1/admin/orders/{orderId}/notes', {
          params: { path: { orderId }, header: { 'Idempotency-Key': key.current } },
          body: { note: note.trim() },
        }),
      ),
    onSuccess: () => {
      setNote('');
      key.current = newIdempotencyKey();
      return readAnew(orderId);
    },
    onError: (error) => {
      if (!isUnclear(error)) key.current = newIdempotencyKey();
    },
  });
  const mustStay = added.error !== null && isUnclear(added.error);
  return (
    <form
      className="note-box"
      onSubmit={(event) => {
        event.preventDefault();
        if (note.trim() !== '') added.mutate();
      }}
    >
      <input
        ref={field}
        aria-label={words.log.note}
        placeholder={words.log.note}
        maxLength={2_000}
        value={note}
        readOnly={mustStay}
        onChange={({ target }) => setNote(target.value)}
        onKeyDown={({ key: pressed, currentTarget }) => {
          if (pressed === 'Escape') currentTarget.blur();
        }}
      />
      <button type="submit" className="button" disabled={added.isPending}>
        {words.log.add}
      </button>
      {added.error && (
        <p className="alert" role="alert">
          {textOf(added.error)} {mustStay && words.refund.sameAgain}
        </p>
      )}
    </form>
  );
}
