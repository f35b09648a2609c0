import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { usePageSpeech } from '../words/speech.tsx';
import type { AuditSearch } from './audit-search.ts';
import { changedFields } from './changed-fields.ts';
import { operationSaid, pageOfSubject, subjectSaid } from './said-of-entry.ts';
import type { Entry } from './use-audit.ts';

interface EntryShown {
  readonly entry: Entry;
  readonly onNarrow: (narrowed: AuditSearch) => void;
}

/** Who did what to which thing; how it was before and is since is opened. */
export function AuditEntry({ entry, onNarrow }: EntryShown) {
  const { words, formats } = usePageSpeech();
  const [isOpen, setOpen] = useState(false);
  const { at, actor, operation, subject, service, traceId } = entry;
  const called = words.audit.actors[actor.kind] ?? actor.kind;
  // Who gave no name, or left, is told from others by the end of the id.
  const name =
    actor.name ?? (actor.kind === 'system' ? called : `${called} …${actor.id.slice(-4)}`);
  return (
    <li>
      <time dateTime={at} title={formats.moment(at)}>
        {formats.time(at)}
      </time>
      <p className="audit-what">
        {actor.kind === 'system' ? (
          <span>{name}</span>
        ) : (
          <button
            type="button"
            className="link"
            title={words.audit.narrow}
            onClick={() => onNarrow({ actorId: actor.id, name })}
          >
            {name}
          </button>
        )}
        <button
          type="button"
          className="link"
          title={`${words.audit.narrow}: ${operation}`}
          onClick={() => onNarrow({ operation })}
        >
          {operationSaid(operation, words.audit.operations)}
        </button>
        {subject !== null && <Subject subject={subject} onNarrow={onNarrow} />}
      </p>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{words.audit.details}</summary>
        {isOpen && (
          <>
            <Changes entry={entry} />
            <p className="muted audit-trace">{words.audit.trace(service, traceId)}</p>
          </>
        )}
      </details>
    </li>
  );
}

function Subject({ subject, onNarrow }: { subject: string } & Pick<EntryShown, 'onNarrow'>) {
  const { words } = usePageSpeech();
  const place = pageOfSubject(subject);
  return (
    <>
      <button
        type="button"
        className="link muted audit-subject"
        title={`${words.audit.narrow}: ${subject}`}
        onClick={() => onNarrow({ subject })}
      >
        {subjectSaid(subject, words.audit.subjects)}
      </button>
      {place && (
        <Link {...place} className="link">
          {words.audit.open}
        </Link>
      )}
    </>
  );
}

function Changes({ entry: { before, after } }: { entry: Entry }) {
  const { words } = usePageSpeech();
  const changed = changedFields(before, after);
  if (changed.length === 0) return <p className="muted">{words.audit.nothingKept}</p>;
  return (
    <div className="audit-changes" tabIndex={0} role="group" aria-label={words.audit.details}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.audit.field}</th>
            <th scope="col">{words.audit.before}</th>
            <th scope="col">{words.audit.after}</th>
          </tr>
        </thead>
        <tbody>
          {changed.map(({ path, before: was, after: is }) => (
            <tr key={path}>
              <th scope="row">{path === '' ? words.audit.whole : path}</th>
              <td>{was === undefined ? <span className="muted">–</span> : <del>{was}</del>}</td>
              <td>{is === undefined ? <span className="muted">–</span> : <ins>{is}</ins>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
