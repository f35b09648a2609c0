import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useRouter } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import type { Account } from '../session/use-session.ts';
import { Icon } from '../shell/icon.tsx';
import { useSpeech } from '../words/speech.tsx';
import { readTyped, type Entry, type Group } from './entries.ts';
import { rememberOpened } from './recent.ts';
import { useGroups } from './use-groups.ts';

interface PaletteShown {
  readonly account: Account;
  readonly onLeave: () => void;
  readonly onKeys: () => void;
  readonly onClose: () => void;
}

/** One field that finds everything and does everything. Loaded when it is opened first. */
export default function Palette({ account, onLeave, onKeys, onClose }: PaletteShown) {
  const { words } = useSpeech();
  const router = useRouter();
  const [typed, setTyped] = useState('');
  const { groups, found, error, isSearching } = useGroups({ account, typed, onKeys, onLeave });
  const highlighted = useRef<Entry>(undefined);
  const said = words.palette;
  const take = (entry: Entry, beside: boolean) => {
    rememberOpened(account.accountId, entry);
    onClose();
    entry.act?.();
    if (entry.to === undefined) return;
    const place = { to: entry.to, params: entry.params, search: entry.search } as { to: '/' };
    if (!beside) void router.navigate(place);
    else window.open(router.buildLocation(place).publicHref, '_blank', 'noopener');
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="modal palette" aria-label={said.title}>
          <Autocomplete.Root
            open
            inline
            items={groups}
            filter={null}
            autoHighlight="always"
            value={typed}
            onValueChange={setTyped}
            itemToStringValue={({ label }: Entry) => label}
            onItemHighlighted={(entry) => {
              highlighted.current = entry;
            }}
          >
            <div className="palette-field">
              <Icon name="search" />
              <Autocomplete.Input
                aria-label={said.title}
                placeholder={said.hint}
                onKeyDown={(event) => {
                  const entry = highlighted.current;
                  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !entry) return;
                  event.preventDefault();
                  event.stopPropagation();
                  take(entry, true);
                }}
              />
              <Dialog.Close className="palette-close">
                <span className="visually-hidden">{words.close}</span>
                <kbd>Esc</kbd>
              </Dialog.Close>
            </div>
            <Autocomplete.Status className="palette-status">
              <Status typed={typed} groups={groups} isSearching={isSearching} error={error} />
              {(found?.unanswered.length ?? 0) > 0 && ` ${said.unanswered}`}
            </Autocomplete.Status>
            <Lines text={readTyped(typed).text} take={take} />
            <Hints />
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface LinesShown {
  /** What of each is marked. */
  readonly text: string;
  readonly take: (entry: Entry, beside: boolean) => void;
}

function Lines({ text, take }: LinesShown) {
  return (
    <Autocomplete.List className="palette-list">
      {(group: Group) => (
        <Autocomplete.Group key={group.value} items={group.items}>
          <Autocomplete.GroupLabel className="menu-label">{group.value}</Autocomplete.GroupLabel>
          <Autocomplete.Collection>
            {(entry: Entry) => (
              <Autocomplete.Item
                key={entry.key}
                value={entry}
                className="palette-item"
                onClick={(event) => take(entry, event.ctrlKey || event.metaKey)}
              >
                <Line entry={entry} text={text} />
              </Autocomplete.Item>
            )}
          </Autocomplete.Collection>
        </Autocomplete.Group>
      )}
    </Autocomplete.List>
  );
}

function Hints() {
  const { footer } = useSpeech().words.palette;
  return (
    <footer className="palette-keys" aria-hidden="true">
      <span>{footer.choose}</span>
      <span>{footer.open}</span>
      <span>{footer.beside}</span>
      <span className="end">{footer.narrow}</span>
    </footer>
  );
}

interface StatusShown {
  readonly typed: string;
  readonly groups: readonly Group[];
  readonly isSearching: boolean;
  readonly error: unknown;
}

/** Told to who does not see the list, as it changes. */
function Status({ typed, groups, isSearching, error }: StatusShown) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const said = words.palette;
  if (error) return <>{textOf(error)}</>;
  if (isSearching) return <>{said.searching}</>;
  if (typed.trim() === '') return null;
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  return <>{count === 0 ? said.nothing : said.found(count)}</>;
}

function Line({ entry, text }: { entry: Entry; text: string }) {
  const { label, detail, state, icon, hint } = entry;
  return (
    <>
      <Icon name={icon} />
      <span className="palette-words">
        <b>
          <Marked words={label} text={text} />
        </b>
        {detail !== undefined && (
          <span className="detail">
            <Marked words={detail} text={text} />
          </span>
        )}
      </span>
      {state !== undefined && <span className="chip">{state}</span>}
      {hint !== undefined && <kbd>{hint}</kbd>}
    </>
  );
}

/** Where what was typed stands in it. */
function Marked({ words, text }: { words: string; text: string }) {
  const at = text === '' ? -1 : words.toLowerCase().indexOf(text.toLowerCase());
  if (at === -1) return <>{words}</>;
  return (
    <>
      {words.slice(0, at)}
      <mark>{words.slice(at, at + text.length)}</mark>
      {words.slice(at + text.length)}
    </>
  );
}
