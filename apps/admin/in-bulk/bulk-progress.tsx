import { Link } from '@tanstack/react-router';
import { useProblemText } from '../asking/problem-text.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { useMoves, useRefused, useRun, type BulkDoor, type BulkRun } from './bulk-runs.ts';

interface ProgressShown {
  readonly door: BulkDoor;
  readonly bulkId: string;
  readonly onClose: () => void;
  readonly onUndone: (bulkId: string) => void;
}

/** How far it is, what was refused and why; it can be stopped and, where there is a way back, taken back. */
export function BulkProgress({ door, bulkId, onClose, onUndone }: ProgressShown) {
  const { words } = usePageSpeech();
  const text = words.runs;
  const textOf = useProblemText();
  const { data: run, error } = useRun(door, bulkId);
  const moves = useMoves(door, bulkId);
  const trouble = error ?? moves.error;
  const isOver = run !== undefined && run.state !== 'running';
  const mayUndo = isOver && run.changed > 0 && run.undoneBy === null && door.mayUndo(run);
  const undo = () => moves.mutate('undo', { onSuccess: (undone) => onUndone(undone.bulkId) });
  return (
    <div className="modal-body">
      {run && (
        <>
          <p role="status">{text.stands(run)}</p>
          <progress
            aria-label={text.progress}
            max={Math.max(1, run.total)}
            value={run.state === 'done' ? Math.max(1, run.total) : toldOf(run)}
          />
          <Refused door={door} run={run} />
        </>
      )}
      {trouble && (
        <p className="alert" role="alert">
          {textOf(trouble)}
        </p>
      )}
      <footer>
        <button type="button" className="button" onClick={onClose}>
          {words.close}
        </button>
        {run?.state === 'running' && (
          <button type="button" className="button" onClick={() => moves.mutate('stop')}>
            {text.stop}
          </button>
        )}
        {mayUndo && (
          <button type="button" className="button" disabled={moves.isPending} onClick={undo}>
            {text.undo}
          </button>
        )}
      </footer>
    </div>
  );
}

const toldOf = ({ changed, unchanged, refused }: BulkRun) => changed + unchanged + refused;

function Refused({ door, run }: { door: BulkDoor; run: BulkRun }) {
  const { words } = usePageSpeech();
  const { data } = useRefused(door, run);
  if (!data || run.refused === 0) return null;
  return (
    <ul className="import-list" aria-label={words.runs.refused}>
      {data.map(({ id, name, code, message }) => (
        <li key={id}>
          {door.path === '/orders/$orderId' ? (
            <Link className="link" to={door.path} params={{ orderId: id }}>
              {name}
            </Link>
          ) : (
            <Link className="link" to={door.path} params={{ productId: id }}>
              {name}
            </Link>
          )}
          <span className="muted">{words.problems.codes[code ?? ''] ?? message}</span>
        </li>
      ))}
    </ul>
  );
}
