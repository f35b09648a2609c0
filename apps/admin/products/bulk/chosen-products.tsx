import { useState } from 'react';
import { mostChosen } from '../../in-bulk/most-chosen.ts';
import { Icon } from '../../shell/icon.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import type { ProductSearch } from '../grid/product-search.ts';
import type { Channel } from '../use-channels.ts';
import { BulkDialog } from './bulk-dialog.tsx';

interface ChosenShown {
  readonly search: ProductSearch;
  readonly channel: Channel;
  readonly chosen: readonly string[];
  readonly onClear: () => void;
}

/** How many rows are chosen, and what can be done with them at once. */
export function ChosenProducts({ search, channel, chosen, onClear }: ChosenShown) {
  const { words, formats } = usePageSpeech();
  const isTooMany = chosen.length > mostChosen;
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="chosen num">
      <b role="status">{words.list.chosen(chosen.length)}</b>
      <button type="button" className="button" disabled={isTooMany} onClick={() => setOpen(true)}>
        {isTooMany
          ? `${words.bulk.openChosen}: ${words.list.atMost(formats.count(mostChosen))}`
          : words.bulk.openChosen}
      </button>
      <button type="button" className="link" onClick={onClear}>
        <Icon name="cross" />
        {words.list.clear}
      </button>
      {isOpen && (
        <BulkDialog
          search={search}
          chosen={chosen}
          channel={channel}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}
