import { KontorProblem } from '@kontor/sdk';
import type { ReactNode } from 'react';
import { NotFound } from '../shell/not-found.tsx';
import { useSpeech } from '../words/speech.tsx';
import { useProblemText } from './problem-text.ts';

/** How it stands with reading the one thing that a page is about. */
export interface Reading<Thing> {
  readonly data: Thing | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

/**
 * A page about one thing, or what stands in its place while it is read, cannot be read or is not
 * there. Who may not read it any more does not go on with what was read before; whoever is only
 * kept from asking again (the connection, a busy shop) does.
 */
export function ReadPage<Thing>({
  reading: { data, error, refetch },
  className = 'page',
  children,
}: {
  reading: Reading<Thing>;
  /** Of what stands in its place. */
  className?: string;
  children: (thing: Thing) => ReactNode;
}) {
  if (data !== undefined && !isRefused(error)) return children(data);
  if (error instanceof KontorProblem && error.status === 404) return <NotFound />;
  if (!error) return <div className={className} aria-busy="true" />;
  return <NotRead error={error} again={refetch} className={className} />;
}

/** In place of what could not be read: why, and a way to ask once more. */
export function NotRead({
  error,
  again,
  className = 'page',
}: {
  error: unknown;
  again: () => unknown;
  className?: string;
}) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  return (
    <div className={className}>
      <p className="alert" role="alert">
        {textOf(error)}{' '}
        <button type="button" className="link" onClick={() => void again()}>
          {words.problems.again}
        </button>
      </p>
    </div>
  );
}

function isRefused(error: unknown): boolean {
  return error instanceof KontorProblem && error.status < 500 && error.status !== 429;
}
