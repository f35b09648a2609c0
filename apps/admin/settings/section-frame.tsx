import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { useFieldOfAddress } from '../forms/panel-name.ts';
import { usePageSpeech } from '../words/speech.tsx';
import type { Words } from '../words/en.ts';

interface Frame {
  readonly name: keyof Words['settings']['sections'];
  /** Of the field that somebody came for. */
  readonly field?: string | undefined;
  /** Undefined until all that it shows was read. */
  readonly children: ReactNode;
  readonly error?: unknown;
  readonly again?: () => void;
  readonly acts?: ReactNode;
}

/** A page of settings: where one is, and what is in the way where it cannot be read. */
export function SectionFrame({ name, field, children, error, again, acts }: Frame) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const isRead = children !== undefined && children !== null;
  useFieldOfAddress(field, isRead);
  const { title, what } = words.settings.sections[name];
  return (
    <div className="page settings" aria-busy={!isRead && !error}>
      <title>{title}</title>
      <div className="head">
        <div>
          <Link className="back" to="/settings">
            {words.settings.title}
          </Link>
          <h1>{title}</h1>
          <p>{what}</p>
        </div>
        {acts && <div className="acts">{acts}</div>}
      </div>
      {error !== undefined && error !== null && !isRead && (
        <p className="alert" role="alert">
          {textOf(error)}{' '}
          {again && (
            <button type="button" className="link" onClick={again}>
              {words.problems.again}
            </button>
          )}
        </p>
      )}
      {children}
    </div>
  );
}
