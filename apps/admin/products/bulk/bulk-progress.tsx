import { Link } from '@tanstack/react-router';
import { useProblemText } from '../../asking/problem-text.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { useBulk, useBulkMoves, useRefused, type Bulk } from './use-bulk.ts';

interface ProgressShown {
  readonly bulkId: string;
  readonly channel: string;
  readonly onClose: () => void;
  readonly onUndone: (bulkId: string) => void;
}

/** How far it is, what was refused and why; it can be stopped, and taken back. */
export function BulkProgress({ bulkId, channel, onClose, onUndone }: ProgressShown) {
  const { words } = usePageSpeech();
  const text = words.bulk;
  const textOf = useProblemText();
  const { data: bulk, error } = useBulk(bulkId, channel);
  const moves = useBulkMoves(bulkId, channel);
  const trouble = error ?? moves.error;
  const mayUndo = bulk && bulk.state !== 'running' && bulk.changed > 0 && bulk.undoes === null;
  const undo = () => moves.mutate('undo', { onSuccess: (undone) => onUndone(undone.bulkId) });
  return (
    <div className="modal-body">
      {bulk && (
        <>
          <p role="status">{text.stands(bulk)}</p>
          <progress
            aria-label={text.title}
            max={Math.max(1, bulk.total)}
            value={bulk.state === 'done' ? Math.max(1, bulk.total) : toldOf(bulk)}
          />
          <Refused bulk={bulk} channel={channel} />
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
        {bulk?.state === 'running' && (
          <button type="button" className="button" onClick={() => moves.mutate('stop')}>
            {words.imports.stop}
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

const toldOf = ({ changed, unchanged, refused }: Bulk) => changed + unchanged + refused;

function Refused({ bulk, channel }: { bulk: Bulk; channel: string }) {
  const { words } = usePageSpeech();
  const { data } = useRefused(bulk, channel);
  if (!data || bulk.refused === 0) return null;
  return (
    <ul className="import-list" aria-label={words.imports.refused}>
      {data.items.map(({ productId, title, message }) => (
        <li key={productId}>
          <Link className="link" to="/products/$productId" params={{ productId }}>
            {title ?? productId}
          </Link>
          <span className="muted">{message}</span>
        </li>
      ))}
    </ul>
  );
}
