import { told } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { kontor } from '../asking/kontor.ts';
import { useCategories } from '../products/use-categories.ts';
import { Icon } from '../shell/icon.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { dropped, indented, removed, stepped, type Entry, type LinkKind } from './menu-tree.ts';
import { useContentPages } from './use-content.ts';
import { useLinkChecks, type MenuOf, type useMenuEditing } from './use-menu.ts';

interface EntriesShown {
  readonly of: MenuOf;
  readonly editing: ReturnType<typeof useMenuEditing>;
  readonly mayEdit: boolean;
}

const kinds = ['category', 'collection', 'product', 'page', 'address'] as const;

/** Entries one below the other: dragged, or moved by their buttons. */
export function MenuEntries({ of, editing, mayEdit }: EntriesShown) {
  const { words } = usePageSpeech();
  const names = words.content;
  const { entries, change, isFull } = editing;
  const checkOf = useLinkChecks(of, entries);
  const [dragged, drag] = useState<string>();
  const add = () =>
    change([
      ...entries,
      { id: crypto.randomUUID(), depth: 0, label: '', kind: 'page', target: '' },
    ]);
  return (
    <section className="panel" aria-labelledby="entries">
      <header>
        <h2 id="entries">{names.entriesName}</h2>
      </header>
      <Suggestions channel={of.channel} />
      {entries.length === 0 && <p className="empty muted">{names.noEntries[of.place]}</p>}
      <ol className="menu-entries">
        {entries.map((entry) => (
          <li
            key={entry.id}
            className={`depth-${entry.depth}${dragged === entry.id ? ' dragged' : ''}`}
            onDragOver={(event) => {
              if (dragged !== undefined) event.preventDefault();
            }}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged !== undefined) change(dropped(entries, dragged, entry.id));
              drag(undefined);
            }}
          >
            <EntryFields
              entry={entry}
              check={checkOf(entry)}
              mayEdit={mayEdit}
              onTyped={(fields) =>
                change(
                  entries.map((each) => (each.id === entry.id ? { ...each, ...fields } : each)),
                )
              }
            />
            {mayEdit && (
              <div className="entry-acts">
                <Grip entry={entry} onDrag={drag} />
                <Moves entry={entry} entries={entries} onChange={change} />
              </div>
            )}
          </li>
        ))}
      </ol>
      {mayEdit && (
        <div className="fields">
          <div className="acts">
            <button type="button" className="button" disabled={isFull} onClick={add}>
              {names.addEntry}
            </button>
          </div>
        </div>
      )}
    </section>
  );
}

interface GripShown {
  readonly entry: Entry;
  /** Undefined once it is let go. */
  readonly onDrag: (id: string | undefined) => void;
}

/** For a pointer alone: buttons do the same. */
function Grip({ entry: { id, label, target }, onDrag }: GripShown) {
  return (
    <span
      className="grip"
      aria-hidden="true"
      draggable
      onDragStart={({ dataTransfer }) => {
        dataTransfer.setData('text/plain', label || target);
        onDrag(id);
      }}
      onDragEnd={() => onDrag(undefined)}
    >
      ⠿
    </span>
  );
}

interface MovesShown {
  readonly entry: Entry;
  readonly entries: readonly Entry[];
  readonly onChange: (entries: readonly Entry[]) => void;
}

function Moves({ entry: { id, label, target }, entries, onChange }: MovesShown) {
  const { words } = usePageSpeech();
  const names = words.content.moves;
  const name = label || target;
  const moves = [
    { icon: 'up', text: names.up(name), next: stepped(entries, id, -1) },
    { icon: 'down', text: names.down(name), next: stepped(entries, id, 1) },
    { icon: 'out', text: names.out(name), next: indented(entries, id, -1) },
    { icon: 'in', text: names.in(name), next: indented(entries, id, 1) },
  ] as const;
  return (
    <>
      {moves.map(({ icon, text, next }) => (
        <button
          key={icon}
          type="button"
          className="button square"
          aria-label={text}
          disabled={next === entries}
          onClick={() => onChange(next)}
        >
          <Icon name={icon} />
        </button>
      ))}
      <button
        type="button"
        className="button square"
        aria-label={names.remove(name)}
        onClick={() => onChange(removed(entries, id))}
      >
        <Icon name="cross" />
      </button>
    </>
  );
}

interface FieldsShown {
  readonly entry: Entry;
  readonly check: { readonly name: string | null; readonly leads: boolean } | undefined;
  readonly mayEdit: boolean;
  readonly onTyped: (fields: Partial<Entry>) => void;
}

function EntryFields({ entry, check, mayEdit, onTyped }: FieldsShown) {
  const { words } = usePageSpeech();
  const names = words.content;
  const { kind, label, target } = entry;
  return (
    <div className="entry-fields">
      <label className="field">
        {names.label}
        <input
          value={label}
          maxLength={80}
          readOnly={!mayEdit}
          placeholder={check?.name ?? ''}
          onChange={(event) => onTyped({ label: event.target.value })}
        />
      </label>
      <label className="field">
        {names.leadsTo}
        <select
          value={kind ?? ''}
          disabled={!mayEdit}
          onChange={(event) =>
            onTyped({ kind: (event.target.value || undefined) as LinkKind | undefined, target: '' })
          }
        >
          <option value="">{names.heading}</option>
          {kinds.map((each) => (
            <option key={each} value={each}>
              {names.linkKinds[each]}
            </option>
          ))}
        </select>
      </label>
      {kind !== undefined && (
        <label className="field">
          {names.targets[kind]}
          <input
            value={target}
            maxLength={2_000}
            required
            readOnly={!mayEdit}
            list={`targets-${kind}`}
            aria-invalid={check?.leads === false}
            onChange={(event) => onTyped({ target: event.target.value })}
          />
          {check?.leads === false && <span className="wrong">{names.leadsNowhere}</span>}
        </label>
      )}
    </div>
  );
}

/** What there is to lead to. Products are too many to list: they are typed. */
function Suggestions({ channel }: { channel: string }) {
  const categories = useCategories();
  const { data: pages } = useContentPages(channel);
  const { data: collections } = useQuery({
    queryKey: ['collections', 'first'],
    queryFn: ({ signal }) =>
      told(kontor.GET('/v1/collections', { params: { query: { limit: 100 } }, signal })),
    staleTime: 60_000,
  });
  return (
    <>
      <datalist id="targets-category">
        {categories.map(({ path, name }) => (
          <option key={path} value={path}>
            {name}
          </option>
        ))}
      </datalist>
      <datalist id="targets-collection">
        {collections?.items.map(({ handle, title }) => (
          <option key={handle} value={handle}>
            {title}
          </option>
        ))}
      </datalist>
      <datalist id="targets-page">
        {pages?.items.map(({ handle, texts }) => (
          <option key={handle} value={handle}>
            {Object.values(texts)[0]?.title}
          </option>
        ))}
      </datalist>
    </>
  );
}
