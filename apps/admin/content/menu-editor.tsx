import { KontorProblem } from '@kontor/sdk';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useProblemText } from '../asking/problem-text.ts';
import { NotRead } from '../asking/read-page.tsx';
import { Conflict } from '../products/conflict.tsx';
import { isOvertaken } from '../products/product-commands.ts';
import { useChannel } from '../products/use-channels.ts';
import { useMay } from '../session/use-session.ts';
import { useLeaveGuard } from '../shell/leave-guard.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { MenuEntries } from './menu-entries.tsx';
import { entriesOf, outlineOf } from './menu-tree.ts';
import { useMenus, type MenuPlace } from './use-content.ts';
import { useMenuEditing, type MenuOf } from './use-menu.ts';

const route = getRouteApi('/content/menus/$place/$locale');

/** A menu of one language: entries by hand, up to three deep, each with where it leads. */
export function MenuEditor() {
  const { place, locale } = route.useParams();
  const { channel, code, problem } = useChannel(undefined);
  const { data: menus, error, refetch, isFetchedAfterMount } = useMenus(code);
  const isThere = place === 'header' || place === 'footer';
  if (!isThere || (channel && !channel.locales.includes(locale))) return <NotFound />;
  const failed = problem?.error ?? (menus ? null : error);
  if (failed) {
    return <NotRead error={failed} again={problem ? problem.again : refetch} />;
  }
  if (!menus || !channel || !isFetchedAfterMount) return <div className="page" aria-busy="true" />;
  const of = { channel: code, place, locale } as const;
  return <Edited key={JSON.stringify(of)} of={of} menus={menus} channelName={channel.name} />;
}

interface EditedShown {
  readonly of: MenuOf;
  readonly menus: NonNullable<ReturnType<typeof useMenus>['data']>;
  readonly channelName: string;
}

function Edited({ of, menus, channelName }: EditedShown) {
  const { words, language } = usePageSpeech();
  const names = words.content;
  const { page } = words.products;
  const mayEdit = useMay()('catalog:write');
  const opened = menus.find((menu) => menu.place === of.place && menu.locale === of.locale);
  const editing = useMenuEditing(of, opened);
  const question = useLeaveGuard(editing.isChanged);
  const title = menuTitle(names.places, of, language);
  return (
    <div className="page product-page">
      <title>{title}</title>
      <div className="head">
        <div>
          <Link className="back" to="/content">
            {names.title}
          </Link>
          <h1>{title}</h1>
          <p className="facts">
            <span>{channelName}</span>
            <span>
              {editing.kept ? page.version(editing.kept.version) : names.byItself[of.place]}
            </span>
          </p>
        </div>
        {mayEdit && editing.kept && (
          <div className="acts">
            <button
              type="button"
              className="button"
              disabled={editing.reset.isPending}
              onClick={() => editing.reset.mutate()}
            >
              {names.resetMenu}
            </button>
          </div>
        )}
      </div>
      <Troubles editing={editing} />
      <div className="stack">
        <MenuEntries of={of} editing={editing} mayEdit={mayEdit} />
      </div>
      {editing.isChanged && (
        <div className="save-bar">
          <b>{page.unsaved}</b>
          <button type="button" className="button" onClick={editing.discard}>
            {page.discard}
          </button>
          <button
            type="button"
            className="button primary"
            disabled={editing.saved.isPending}
            onClick={editing.save}
          >
            {page.save}
          </button>
        </div>
      )}
      <Theirs editing={editing} />
      {question}
    </div>
  );
}

function menuTitle(
  places: Readonly<Record<MenuPlace, string>>,
  { place, locale }: MenuOf,
  language: string,
): string {
  const spoken = new Intl.DisplayNames(language, { type: 'language' }).of(locale);
  return `${places[place]}, ${spoken ?? locale}`;
}

type Editing = ReturnType<typeof useMenuEditing>;

function Troubles({ editing: { saved, reset, done, theirs } }: { editing: Editing }) {
  const { words } = usePageSpeech();
  const names = words.content;
  const textOf = useProblemText();
  const error = saved.error ?? reset.error;
  // Beside another's menu the question says it.
  const isAsked = theirs !== undefined && isOvertaken(error);
  return (
    <div className="told">
      <p role="status">{done === undefined ? '' : names.done[done]}</p>
      {error && !isAsked && (
        <p className="alert" role="alert">
          {isOvertaken(error) ? words.shelves.overtaken : textOf(error)}
          {error instanceof KontorProblem &&
            error.errors.map(({ field, message }) => (
              <span key={`${field} ${message}`} className="per-field">
                {field}: {message}
              </span>
            ))}
        </p>
      )}
    </div>
  );
}

function Theirs({ editing }: { editing: Editing }) {
  const { words } = usePageSpeech();
  const { theirs, entries, saved, keepMine, takeTheirs, letBe } = editing;
  if (!theirs) return null;
  const key = 'entries';
  return (
    <Conflict
      fields={[
        {
          key,
          name: words.content.entriesName,
          mine: outlineOf(entries),
          theirs: outlineOf(entriesOf(theirs.items)),
        },
      ]}
      isSending={saved.isPending}
      onChosen={(mine) => (mine.has(key) ? keepMine() : takeTheirs())}
      onClose={letBe}
    />
  );
}
