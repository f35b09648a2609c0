import { usePageSpeech } from '../words/speech.tsx';
import { useRuns, type BulkDoor } from './bulk-runs.ts';

interface RunsShown {
  readonly door: BulkDoor;
  readonly onOpen: (bulkId: string) => void;
}

/** What was begun before, also by others: looked at, stopped and taken back as if its dialog were still open. */
export function EarlierRuns({ door, onOpen }: RunsShown) {
  const { words, formats } = usePageSpeech();
  const text = words.runs;
  const { data } = useRuns(door);
  if (!data || data.length === 0) return null;
  return (
    <section aria-labelledby="earlier-runs">
      <h3 id="earlier-runs">{text.earlier}</h3>
      <ul className="import-list">
        {data.map((run) => (
          <li key={run.bulkId}>
            <button type="button" className="link" onClick={() => onOpen(run.bulkId)}>
              {text.deeds[run.does] ?? run.does}
              {run.about !== '' && `: ${run.about}`}
            </button>
            <span className="muted num">
              {formats.moment(run.createdAt)} · {text.stands(run)}{' '}
              {run.undoneBy !== null && text.undone}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
