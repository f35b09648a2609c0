import { useState } from 'react';
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
  const { words } = usePageSpeech();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="chosen num">
      <b role="status">{words.list.chosen(chosen.length)}</b>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        {words.bulk.openChosen}
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
