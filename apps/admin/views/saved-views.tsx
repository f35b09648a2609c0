import { Link, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { isNarrowed, without } from '../lists/narrowing.tsx';
import { ActionMenu } from '../shell/action-menu.tsx';
import { Icon } from '../shell/icon.tsx';
import { useKeys } from '../shell/use-keys.ts';
import { useSpeech } from '../words/speech.tsx';
import {
  isSameState,
  stateOf,
  useSavedViews,
  useViewChanges,
  type SavedView,
  type ViewState,
} from './use-saved-views.ts';

const NameView = lazy(async () => {
  const { NameView: loaded } = await import('./name-view.tsx');
  return { default: loaded };
});

interface ViewsShown {
  /** As its views are kept under. */
  readonly page: 'orders' | 'products' | 'customers';
  readonly search: ViewState;
  /** How many views of the shop's own stand before them: keys count on from there. */
  readonly before: number;
}

/** The views of a list that a member keeps, beside those of the shop; the list's address is what is kept. */
export function SavedViews({ page, search, before }: ViewsShown) {
  const { words } = useSpeech();
  const text = words.savedViews;
  const { data: views = [] } = useSavedViews(page);
  const { said, ...changes } = useChanges(page);
  const [naming, setNaming] = useState<'new' | SavedView>();
  const router = useRouter();
  const path = `/${page}` as const;
  const go = (state: ViewState) => void router.navigate({ to: path, search: state as never });
  // Everything with a filter is the filter alone.
  const asked = search['view'] === 'everything' ? without(search, 'view') : search;
  const current = views.find((view) => isSameState(stateOf(view), asked));
  useDefaultView(search, views, (state) => {
    void router.navigate({ to: path, search: state as never, replace: true });
  });
  useKeys(
    Object.fromEntries(
      views
        .slice(0, Math.max(0, 9 - before))
        .map((view, at) => [String(before + at + 1), () => go(stateOf(view))]),
    ),
  );
  return (
    <>
      {views.map((view) => (
        <Link
          key={view.viewId}
          to={path}
          search={stateOf(view) as never}
          activeOptions={{ exact: true }}
          aria-current={view === current ? 'page' : undefined}
        >
          {view.isDefault && <Icon name="check" />}
          {view.name}
        </Link>
      ))}
      {current && (
        <ActionMenu
          className="link view-acts"
          label={text.actions(current.name)}
          groups={[{ items: actsOf(current, { changes, rename: setNaming, text }) }]}
        >
          …
        </ActionMenu>
      )}
      {!current && isNarrowed(search) && (
        <button type="button" className="link view-acts" onClick={() => setNaming('new')}>
          {text.save}
        </button>
      )}
      <span className="view-said" role="status">
        {said}
      </span>
      {naming && (
        <Suspense fallback={null}>
          <NameView
            page={page}
            view={naming === 'new' ? undefined : naming}
            state={asked}
            onClose={() => setNaming(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}

type Text = ReturnType<typeof useSpeech>['words']['savedViews'];
type Changes = Omit<ReturnType<typeof useChanges>, 'said'>;

interface Acting {
  readonly changes: Changes;
  readonly rename: (view: SavedView) => void;
  readonly text: Text;
}

function actsOf(view: SavedView, { changes, rename, text }: Acting) {
  return [
    { text: text.rename, act: () => rename(view) },
    {
      text: view.isDefault ? text.noDefault : text.makeDefault,
      act: () => changes.makeDefault(view, !view.isDefault),
    },
    { text: text.link, act: () => void changes.copyLink() },
    { text: text.remove, act: () => changes.remove(view) },
  ];
}

/** What is done to a view, and what is said of it then; what was removed can be had back. */
function useChanges(page: string) {
  const { words } = useSpeech();
  const text = words.savedViews;
  const textOf = useProblemText();
  const { create, change, remove } = useViewChanges(page);
  const [said, setSaid] = useState<string>();
  const [removed, setRemoved] = useState<SavedView>();
  const failed = (error: unknown) => setSaid(textOf(error));
  const bringBack = () => {
    if (!removed) return;
    const { name, isDefault = false } = removed;
    create.mutate(
      { name, state: stateOf(removed), isDefault },
      { onSuccess: () => setRemoved(undefined), onError: failed },
    );
  };
  return {
    makeDefault: (view: SavedView, isDefault: boolean) => {
      setSaid(undefined);
      change.mutate({ viewId: view.viewId, isDefault }, { onError: failed });
    },
    copyLink: async () => {
      await navigator.clipboard.writeText(location.href).catch(() => undefined);
      setSaid(text.copied);
    },
    remove: (view: SavedView) => {
      setSaid(undefined);
      remove.mutate(view, { onSuccess: () => setRemoved(view), onError: failed });
    },
    said: removed ? (
      <>
        {text.removed(removed.name)}{' '}
        <button type="button" className="link" onClick={bringBack}>
          {text.undo}
        </button>
      </>
    ) : (
      said
    ),
  };
}

/**
 * A list whose address asks for nothing opens with it, in place of that address. Who has already begun
 * with what the list shows is left there; everything is an address of its own.
 */
function useDefaultView(
  search: ViewState,
  views: readonly SavedView[],
  open: (state: ViewState) => void,
): void {
  const isBare = Object.keys(search).length === 0;
  const view = views.find(({ isDefault }) => isDefault);
  const begun = useRef(false);
  useEffect(() => {
    if (!isBare) return undefined;
    begun.current = false;
    const begin = () => {
      begun.current = true;
    };
    const deeds = ['pointerdown', 'keydown'] as const;
    for (const deed of deeds) addEventListener(deed, begin, true);
    return () => {
      for (const deed of deeds) removeEventListener(deed, begin, true);
    };
  }, [isBare]);
  useEffect(() => {
    if (isBare && view && !begun.current) open(stateOf(view));
  });
}
