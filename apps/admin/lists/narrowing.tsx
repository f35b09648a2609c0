import { useEffect, useRef, useState } from 'react';
import { Icon } from '../shell/icon.tsx';
import { useKeys } from '../shell/use-keys.ts';
import { useSpeech } from '../words/speech.tsx';

const typedMs = 200;

interface SearchShown {
  readonly label: string;
  readonly hint: string;
  /** As it stands in the address. */
  readonly q: string | undefined;
  /** Undefined where nothing is looked for any more. */
  readonly onTyped: (q: string | undefined) => void;
}

/** One field that understands what people have at hand; `/` leads to it. */
export function SearchField({ label, hint, q = '', onTyped }: SearchShown) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(q);
  const tell = useRef(onTyped);
  useEffect(() => {
    tell.current = onTyped;
  });
  // Another view or a way back brings its own words.
  useEffect(() => setTyped(q), [q]);
  useEffect(() => {
    if (typed === q) return undefined;
    const timer = setTimeout(() => tell.current(typed.trim() === '' ? undefined : typed), typedMs);
    return () => clearTimeout(timer);
  }, [typed, q]);
  useKeys({ '/': () => field.current?.focus() });
  return (
    <search className="q2">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        aria-label={label}
        placeholder={hint}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Escape') currentTarget.blur();
        }}
      />
      <kbd>/</kbd>
    </search>
  );
}

interface AppliedShown {
  readonly name: string;
  readonly children: string;
  readonly onRemove: () => void;
}

/** What a list is narrowed by, to be taken away again. */
export function Applied({ name, children, onRemove }: AppliedShown) {
  const { words } = useSpeech();
  return (
    <button
      type="button"
      className="filter"
      onClick={onRemove}
      aria-label={words.list.remove(`${name}: ${children}`)}
    >
      {name}: <b>{children}</b> ×
    </button>
  );
}

/** All of a list, said: a bare address opens it with the view that somebody made their default. */
export const everything = { view: 'everything' } as const;

/** What asks for nothing asks for everything. */
export function said<Search extends object>(search: Search): Search | typeof everything {
  return Object.keys(search).length === 0 ? everything : search;
}

/** Whether rows may be left out, by anything else than how they are shown. */
export function isNarrowed(search: object, shownBy: readonly string[] = []): boolean {
  return Object.entries(search).some(
    ([name, value]) => !shownBy.includes(name) && !(name === 'view' && value === everything.view),
  );
}

/** A search without one of its fields. */
export function without<Search extends object>(search: Search, name: keyof Search): Search {
  const { [name]: _, ...others } = search;
  return others as Search;
}
