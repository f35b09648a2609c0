import { Link } from '@tanstack/react-router';
import { listOf } from '../forms/lines.ts';
import { useCollections } from './use-shelves.ts';
import { usePageSpeech } from '../words/speech.tsx';

interface CollectionsShown {
  /** Handles, as the draft has them. */
  readonly value: string;
  readonly mayEdit: boolean;
  readonly onChange: (value: string) => void;
}

/** The collections in which a product stands, by their names: taken out and put in one by one. */
export function CollectionsField({ value, mayEdit, onChange }: CollectionsShown) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const all = useCollections().data ?? [];
  const handles = listOf(value);
  const of = (handle: string) => all.find((each) => each.handle === handle);
  // What its rule holds is put in and taken out by nobody.
  const others = all.filter(({ handle, rule }) => !rule && !handles.includes(handle));
  const titleOf = (handle: string) => of(handle)?.title ?? handle;
  return (
    <fieldset className="several">
      <legend>{page.collections}</legend>
      {handles.length === 0 && <p className="muted">{page.inNoCollection}</p>}
      <ul className="inline">
        {handles.map((handle) => (
          <li key={handle}>
            <Link className="link" to="/collections/$handle" params={{ handle }}>
              {titleOf(handle)}
            </Link>{' '}
            {of(handle)?.rule && <span className="muted">{words.shelves.rule.standsBy}</span>}
            {mayEdit && !of(handle)?.rule && (
              <button
                type="button"
                className="link"
                aria-label={`${words.shelves.takeOut}: ${titleOf(handle)}`}
                onClick={() => onChange(handles.filter((each) => each !== handle).join(', '))}
              >
                ×
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && others.length > 0 && (
        <select
          aria-label={page.intoCollection}
          value=""
          onChange={({ target }) => onChange([...handles, target.value].join(', '))}
        >
          <option value="" disabled>
            {page.intoCollection}
          </option>
          {others.map(({ handle, title }) => (
            <option key={handle} value={handle}>
              {title}
            </option>
          ))}
        </select>
      )}
    </fieldset>
  );
}
