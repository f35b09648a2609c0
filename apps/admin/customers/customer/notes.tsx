import { told } from '@kontor/sdk';
import { useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { isUnclear } from '../../asking/unclear.ts';
import { Mark } from '../../shell/icon.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import { useDeed, usePart } from './use-customer.ts';

const path = '/v1/admin/customers/{customerId}/notes' as const;

/** What staff write down for each other; the customer never sees it. */
export function Notes({ customerId, mayWrite }: { customerId: string; mayWrite: boolean }) {
  const { words, formats } = usePageSpeech();
  const textOf = useProblemText();
  const [note, setNote] = useState('');
  const { data } = usePart(customerId, 'notes', () =>
    told(kontor.GET(path, { params: { path: { customerId }, query: { limit: 50 } } })),
  );
  const added = useDeed(customerId, (text: string, key) =>
    told(
      kontor.POST(path, {
        params: { path: { customerId }, header: { 'Idempotency-Key': key } },
        body: { note: text },
      }),
    ),
  );
  const mustStay = added.error !== null && isUnclear(added.error);
  const notes = data?.items ?? [];
  if (notes.length === 0 && !mayWrite) return null;
  return (
    <section className="panel" aria-labelledby="notes">
      <header>
        <h2 id="notes">{words.customers.notes}</h2>
      </header>
      <ul className="noted">
        {notes.map(({ noteId, authorId, note: text, createdAt }) => (
          <li key={noteId}>
            <Mark of={authorId} />
            <p className="words">{text}</p>
            <time className="num muted" dateTime={createdAt} title={formats.moment(createdAt)}>
              {formats.shortly(createdAt)}
            </time>
          </li>
        ))}
      </ul>
      {mayWrite && (
        <form
          className="note-box"
          onSubmit={(event) => {
            event.preventDefault();
            const text = note.trim();
            if (text !== '') added.mutate(text, { onSuccess: () => setNote('') });
          }}
        >
          <input
            aria-label={words.log.note}
            placeholder={words.log.note}
            maxLength={2_000}
            value={note}
            readOnly={mustStay}
            onChange={({ target }) => setNote(target.value)}
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
      )}
    </section>
  );
}
