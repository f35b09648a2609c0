import { useState } from 'react';
import { useProblemText } from '../../asking/problem-text.ts';
import { Modal } from '../../shell/modal.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import { minorOf } from '../../words/formats.ts';
import type { ProductSearch } from '../grid/product-search.ts';
import type { Channel } from '../use-channels.ts';
import { BulkProgress } from '../../in-bulk/bulk-progress.tsx';
import { EarlierRuns } from '../../in-bulk/earlier-runs.tsx';
import { productBulksIn, useBeginProducts, type BulkAction } from './product-bulks.ts';

const deeds = [
  'add_tag',
  'remove_tag',
  'archive',
  'activate',
  'unlist',
  'percent',
  'amount',
  'collect',
] as const;
type Deed = (typeof deeds)[number];

interface BulkShown {
  readonly search: ProductSearch;
  /** Those that were chosen by hand; none where all that the list finds are meant. */
  readonly chosen: readonly string[];
  readonly channel: Channel;
  readonly onClose: () => void;
}

/** One change of all that the list finds, or of those that were chosen: said, confirmed with their number, and followed until it is done. */
export function BulkDialog(shown: BulkShown) {
  const { chosen, channel, onClose } = shown;
  const { words } = usePageSpeech();
  const text = words.bulk;
  const [bulkId, setBulkId] = useState<string>();
  return (
    <Modal title={chosen.length > 0 ? text.titleOf(chosen.length) : text.title} onClose={onClose}>
      {bulkId === undefined ? (
        <Choosing {...shown} onBegun={setBulkId} />
      ) : (
        <BulkProgress
          key={bulkId}
          door={productBulksIn(channel.code)}
          bulkId={bulkId}
          onClose={onClose}
          onUndone={setBulkId}
        />
      )}
    </Modal>
  );
}

function Choosing({
  search,
  chosen,
  channel,
  onClose,
  onBegun,
}: BulkShown & { onBegun: (bulkId: string) => void }) {
  const { words } = usePageSpeech();
  const text = words.bulk;
  const textOf = useProblemText();
  const [said, setSaid] = useState<Said>({ deed: 'add_tag', value: '', ending: '' });
  const started = useBeginProducts({ search, chosen }, channel.code);
  // Of what was chosen by hand the number is known.
  const count = started.count ?? (chosen.length > 0 ? chosen.length : undefined);
  // Where none are found they are counted once more.
  const isThere = count !== undefined && count > 0;
  const action = actionOf(said, channel);
  const begin = () => {
    if (!action) return;
    started.mutate({ action, expected: count ?? 0 }, { onSuccess: (bulk) => onBegun(bulk.bulkId) });
  };
  // Another change is counted anew.
  const change = (next: Said) => {
    setSaid(next);
    started.reset();
  };
  return (
    <form
      className="modal-body"
      onSubmit={(event) => {
        event.preventDefault();
        begin();
      }}
    >
      <p className="muted">{chosen.length > 0 ? text.whatChosen : text.what}</p>
      <Saying said={said} onSaid={change} />
      <div role="status">{started.count !== undefined && <p>{text.confirm(started.count)}</p>}</div>
      {started.trouble && (
        <p className="alert" role="alert">
          {textOf(started.trouble)}
        </p>
      )}
      <footer>
        <button type="button" className="button" onClick={onClose}>
          {words.close}
        </button>
        <button type="submit" className="button primary" disabled={!action || started.isPending}>
          {isThere ? text.begin(count) : text.count}
        </button>
      </footer>
      <EarlierRuns door={productBulksIn(channel.code)} onOpen={onBegun} />
    </form>
  );
}

interface Said {
  readonly deed: Deed;
  readonly value: string;
  readonly ending: string;
}

function Saying({ said, onSaid }: { said: Said; onSaid: (said: Said) => void }) {
  const { words } = usePageSpeech();
  const text = words.bulk;
  const { deed, value, ending } = said;
  return (
    <>
      <label className="field">
        {text.deed}
        <select
          value={deed}
          onChange={({ target }) => onSaid({ ...said, deed: target.value as Deed })}
        >
          {deeds.map((one) => (
            <option key={one} value={one}>
              {text.deeds[one]}
            </option>
          ))}
        </select>
      </label>
      {text.values[deed] !== '' && (
        <label className="field">
          {text.values[deed]}
          <input
            value={value}
            inputMode={deed === 'percent' ? 'decimal' : 'text'}
            onChange={({ target }) => onSaid({ ...said, value: target.value })}
          />
        </label>
      )}
      {(deed === 'percent' || deed === 'amount') && (
        <label className="field">
          {text.ending}
          <input
            value={ending}
            inputMode="numeric"
            placeholder="99"
            onChange={({ target }) => onSaid({ ...said, ending: target.value })}
          />
        </label>
      )}
    </>
  );
}

/** Undefined where what is needed is not said, or makes no sense. */
function actionOf(
  { deed, ...typed }: Said,
  { code: channel, currency }: Channel,
): BulkAction | undefined {
  const value = typed.value.trim();
  const ending = typed.ending.trim();
  const rounded = ending === '' ? {} : { endsWithMinor: Number(ending) };
  if (ending !== '' && !/^\d{1,2}$/.test(ending)) return undefined;
  switch (deed) {
    case 'archive':
      return { do: 'set_status', status: 'archived' };
    case 'activate':
      return { do: 'set_status', status: 'active' };
    case 'unlist':
      return { do: 'unlist', channel };
    case 'percent': {
      const percent = Number(value.replace(',', '.'));
      const basisPoints = Math.round(percent * 100);
      if (value === '' || !Number.isFinite(percent) || basisPoints < -9_999) return undefined;
      return { do: 'change_price', channel, basisPoints, ...rounded };
    }
    case 'amount': {
      const isLess = /^[-−]/.test(value);
      const differenceMinor = minorOf(value.replace(/^[-−+]/, ''), currency);
      if (differenceMinor === undefined) return undefined;
      return {
        do: 'change_price',
        channel,
        differenceMinor: isLess ? -differenceMinor : differenceMinor,
        ...rounded,
      };
    }
    case 'add_tag':
      return value === '' ? undefined : { do: 'change_tags', add: [value], remove: [] };
    case 'remove_tag':
      return value === '' ? undefined : { do: 'change_tags', add: [], remove: [value] };
    case 'collect':
      return value === '' ? undefined : { do: 'add_to_collection', collection: value };
  }
}
