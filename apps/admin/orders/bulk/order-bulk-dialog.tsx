import { useState } from 'react';
import { useProblemText } from '../../asking/problem-text.ts';
import { BulkProgress } from '../../in-bulk/bulk-progress.tsx';
import type { Cancellation } from '../../in-bulk/use-begin.ts';
import { EarlierRuns } from '../../in-bulk/earlier-runs.tsx';
import { useStepUp } from '../../session/step-up.tsx';
import { useMay } from '../../session/use-session.ts';
import { Modal } from '../../shell/modal.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import type { OrderSearch } from '../list/order-search.ts';
import { orderBulks, useBeginOrders, type OrderBulkAction } from './order-bulks.ts';

const deeds = ['add_tag', 'remove_tag', 'add_note', 'start_picking', 'cancel'] as const;
type Deed = (typeof deeds)[number];

export interface OrderBulkShown {
  readonly search: OrderSearch;
  /** Those that were chosen by hand; none where all that the list finds are meant. */
  readonly chosen: readonly string[];
  readonly onClose: () => void;
}

/** One thing done to many orders: said with what follows from it, confirmed with their number, and followed. */
export function OrderBulkDialog(shown: OrderBulkShown) {
  const { chosen, onClose } = shown;
  const { words } = usePageSpeech();
  const text = words.orderBulk;
  const [bulkId, setBulkId] = useState<string>();
  const { proven, question } = useStepUp();
  return (
    <>
      <Modal title={chosen.length > 0 ? text.titleOf(chosen.length) : text.title} onClose={onClose}>
        {bulkId === undefined ? (
          <Choosing {...shown} proven={proven} onBegun={setBulkId} />
        ) : (
          <BulkProgress
            key={bulkId}
            door={orderBulks}
            bulkId={bulkId}
            onClose={onClose}
            onUndone={setBulkId}
          />
        )}
      </Modal>
      {question}
    </>
  );
}

interface ChoosingShown extends OrderBulkShown {
  readonly proven: ReturnType<typeof useStepUp>['proven'];
  readonly onBegun: (bulkId: string) => void;
}

function Choosing({ search, chosen, proven, onClose, onBegun }: ChoosingShown) {
  const { words } = usePageSpeech();
  const text = words.orderBulk;
  const textOf = useProblemText();
  const [deed, setDeed] = useState<Deed>('add_tag');
  const [value, setValue] = useState('');
  const begun = useBeginOrders({ search, chosen }, proven);
  const { preview } = begun;
  // Of those that were chosen the number is known; what follows from cancelling them is told first.
  const isKnown = chosen.length > 0 && deed !== 'cancel';
  const count = begun.count ?? (isKnown ? chosen.length : undefined);
  // Where none are found they are counted once more.
  const isThere = count !== undefined && count > 0;
  const action = actionOf(deed, value.trim());
  const begin = () => {
    if (!action) return;
    const asked = { action, expected: count ?? 0, ...(preview && { digest: preview.digest }) };
    begun.mutate(asked, { onSuccess: (run) => onBegun(run.bulkId) });
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
      <Saying
        deed={deed}
        value={value}
        onDeed={(next) => {
          setDeed(next);
          // Another deed is counted anew, and what follows from it is told anew.
          begun.reset();
        }}
        onValue={setValue}
      />
      <p>{text.consequences[deed]}</p>
      <div role="status">
        {begun.count !== undefined && <p>{text.confirm(begun.count)}</p>}
        {preview && (
          <Cancelling preview={preview} wasTold={begun.variables?.digest !== undefined} />
        )}
      </div>
      {begun.trouble && (
        <p className="alert" role="alert">
          {textOf(begun.trouble)}
        </p>
      )}
      <footer>
        <button type="button" className="button" onClick={onClose}>
          {words.close}
        </button>
        <button
          type="submit"
          className={deed === 'cancel' ? 'button danger' : 'button primary'}
          disabled={!action || begun.isPending || preview?.cancellable === 0}
        >
          {isThere ? text.begin(count) : deed === 'cancel' ? text.whatFollows : text.count}
        </button>
      </footer>
      <EarlierRuns door={orderBulks} onOpen={onBegun} />
    </form>
  );
}

/** What is released, voided and given back in sum. */
function Cancelling({ preview, wasTold }: { preview: Cancellation; wasTold: boolean }) {
  const { words, formats } = usePageSpeech();
  const text = words.orderBulk;
  const { count, cancellable, releasedUnits, sums } = preview;
  const told = [
    ...(cancellable < count ? [text.stay(count - cancellable)] : []),
    ...(releasedUnits > 0 ? [words.cancel.releases(releasedUnits)] : []),
    ...sums.flatMap(({ currency, refundedMinor, voidedMinor }) => [
      ...(refundedMinor > 0
        ? [words.cancel.givesBack(formats.money(refundedMinor, currency))]
        : []),
      ...(voidedMinor > 0 ? [words.cancel.voids(formats.money(voidedMinor, currency))] : []),
    ]),
  ];
  return (
    <>
      {wasTold && <p>{text.changedSince}</p>}
      <ul className="consequences num">
        {told.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </>
  );
}

interface SayingShown {
  readonly deed: Deed;
  readonly value: string;
  readonly onDeed: (deed: Deed) => void;
  readonly onValue: (value: string) => void;
}

function Saying({ deed, value, onDeed, onValue }: SayingShown) {
  const { words } = usePageSpeech();
  const text = words.orderBulk;
  const may = useMay();
  const lawful = deeds.filter((one) => one !== 'start_picking' || may('fulfillment:write'));
  return (
    <>
      <label className="field">
        {text.deed}
        <select value={deed} onChange={({ target }) => onDeed(target.value as Deed)}>
          {lawful.map((one) => (
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
            maxLength={longest[deed]}
            onChange={({ target }) => onValue(target.value)}
          />
        </label>
      )}
    </>
  );
}

const longest: Readonly<Record<Deed, number>> = {
  add_tag: 60,
  remove_tag: 60,
  add_note: 2_000,
  start_picking: 0,
  cancel: 200,
};

/** Undefined where what is needed is not said. */
function actionOf(deed: Deed, value: string): OrderBulkAction | undefined {
  if (deed === 'start_picking') return { do: 'start_picking' };
  if (value === '') return undefined;
  switch (deed) {
    case 'add_tag':
      return { do: 'change_tags', add: [value], remove: [] };
    case 'remove_tag':
      return { do: 'change_tags', add: [], remove: [value] };
    case 'add_note':
      return { do: 'add_note', note: value };
    case 'cancel':
      return { do: 'cancel', reason: value };
  }
}
