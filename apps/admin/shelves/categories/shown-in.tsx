import { useChannels } from '../../products/use-channels.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { codesOf, everywhere } from './display-fields.ts';
import type { CategoryEditing } from './use-category.ts';

interface ShownInShown {
  readonly editing: CategoryEditing;
  readonly mayEdit: boolean;
}

/** Whose shoppers see it: those of all channels, of some, or nobody. */
export function ShownIn({ editing: { typed, type }, mayEdit }: ShownInShown) {
  const { words } = usePageSpeech();
  const names = words.shelves.display;
  const { channels } = useChannels();
  const value = typed['channels'] ?? everywhere;
  const isEverywhere = value === everywhere;
  const all = channels.map(({ code }) => code);
  const codes = isEverywhere ? all : codesOf(value);
  const put = (some: readonly string[]) => type({ channels: [...some].toSorted().join(', ') });
  return (
    <section className="panel" aria-labelledby="shown-in">
      <header>
        <h2 id="shown-in">{names.shownIn}</h2>
      </header>
      <div className="fields">
        <label className="switch">
          <input
            type="checkbox"
            className="tick"
            checked={isEverywhere}
            disabled={!mayEdit}
            onChange={({ target }) => (target.checked ? type({ channels: everywhere }) : put(all))}
          />
          {names.everywhere}
        </label>
        {!isEverywhere &&
          channels.map(({ code, name }) => (
            <label key={code} className="switch">
              <input
                type="checkbox"
                className="tick"
                checked={codes.includes(code)}
                disabled={!mayEdit}
                onChange={({ target }) =>
                  put(target.checked ? [...codes, code] : codes.filter((each) => each !== code))
                }
              />
              {name}
            </label>
          ))}
        <p className="muted">{codes.length === 0 ? names.nowhere : names.shownInWhat}</p>
      </div>
    </section>
  );
}
