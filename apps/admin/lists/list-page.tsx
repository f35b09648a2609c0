import type { ReactNode } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { useSpeech } from '../words/speech.tsx';

interface Listing {
  readonly title: string;
  readonly asked: {
    readonly error: Error | null;
    readonly isPending: boolean;
    readonly again: () => void;
  };
  readonly count: number;
  /** Whether somebody looks for something: then nothing found is no empty shop. */
  readonly isNarrowed: boolean;
  readonly none: { readonly title: string; readonly what: string };
  readonly shown: string;
  readonly filters: ReactNode;
  /** At the end of the head. */
  readonly acts?: ReactNode;
  readonly children: ReactNode;
}

/** What all plain lists have: a head that counts, filters, the failed and the empty state in words. */
export function ListPage({ title, asked, count, isNarrowed, none, ...parts }: Listing) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const { error, isPending, again } = asked;
  return (
    <div className="page list-page">
      <title>{title}</title>
      <div className="head">
        <div>
          <h1>{title}</h1>
          <p className="num" role="status">
            {isPending ? words.list.reading : parts.shown}
          </p>
        </div>
        {parts.acts && <div className="acts">{parts.acts}</div>}
      </div>
      {parts.filters}
      {error && (
        <p className="alert" role="alert">
          {textOf(error)}{' '}
          <button type="button" className="link" onClick={again}>
            {words.problems.again}
          </button>
        </p>
      )}
      {!isPending && !error && count === 0 ? (
        <section className="panel empty">
          <h2>{isNarrowed ? words.orders.noneFound : none.title}</h2>
          <p className="muted">{isNarrowed ? words.orders.noneFoundWhat : none.what}</p>
        </section>
      ) : (
        parts.children
      )}
    </div>
  );
}
