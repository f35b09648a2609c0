import { KontorProblem } from '@kontor/sdk';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useProblemText } from '../asking/problem-text.ts';
import { NotRead } from '../asking/read-page.tsx';
import { Conflict } from '../products/conflict.tsx';
import { isOvertaken } from '../products/product-commands.ts';
import { useChannel, type Channel } from '../products/use-channels.ts';
import { useMay } from '../session/use-session.ts';
import { useLeaveGuard } from '../shell/leave-guard.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import type { Words } from '../words/en.ts';
import { PageAside } from './page-aside.tsx';
import { PageChip } from './page-chip.tsx';
import { PageTexts } from './page-texts.tsx';
import { useContentPage, type ContentPage } from './use-content.ts';
import { usePageEditing, type PageEditing } from './use-page-editing.ts';

const route = getRouteApi('/content/pages/$handle');

/** One page: its words by language, as they are written and as shoppers would read them. */
export function PageEditor() {
  const { handle } = route.useParams();
  const { channel, code, problem } = useChannel(undefined);
  const { data: page, error, refetch, isFetchedAfterMount } = useContentPage(code, handle);
  const failed = problem?.error ?? (page ? null : error);
  if (failed instanceof KontorProblem && failed.status === 404) return <NotFound />;
  if (failed) {
    return <NotRead error={failed} again={problem ? problem.again : refetch} />;
  }
  if (!page || !channel || !isFetchedAfterMount) return <div className="page" aria-busy="true" />;
  return <Edited key={page.pageId} opened={page} channel={channel} />;
}

export interface PagePanel {
  readonly editing: PageEditing;
  readonly channel: Channel;
  readonly mayEdit: boolean;
}

function Edited({ opened, channel }: { opened: ContentPage; channel: Channel }) {
  const may = useMay();
  const { words } = usePageSpeech();
  const { page: names } = words.products;
  const editing = usePageEditing(opened, channel.code);
  const question = useLeaveGuard(editing.isChanged);
  const panel: PagePanel = { editing, channel, mayEdit: may('catalog:write') };
  return (
    <div className="page product-page">
      <Head {...panel} />
      <Troubles editing={editing} />
      <div className="cols">
        <div>
          <PageTexts {...panel} />
        </div>
        <PageAside {...panel} />
      </div>
      {editing.isChanged && (
        <div className="save-bar">
          <b>{names.unsaved}</b>
          <button type="button" className="button" onClick={editing.discard}>
            {names.discard}
          </button>
          <button
            type="button"
            className="button primary"
            disabled={editing.isBusy}
            onClick={editing.save}
          >
            {names.save}
          </button>
        </div>
      )}
      <Contested editing={editing} />
      {question}
    </div>
  );
}

function Head({ editing, channel, mayEdit }: PagePanel) {
  const { words } = usePageSpeech();
  const names = words.content;
  const { page, isChanged, isBusy, publish, unpublish } = editing;
  const title = (page.texts[channel.defaultLocale] ?? Object.values(page.texts)[0])?.title;
  return (
    <div className="head">
      <title>{title ?? page.handle}</title>
      <div>
        <Link className="back" to="/content">
          {names.title}
        </Link>
        <h1>
          {title ?? page.handle} <PageChip page={page} />
        </h1>
        <p className="facts">
          <span>/pages/{page.handle}</span>
          <span>{words.products.page.version(page.version)}</span>
          {page.published && (
            <a className="link" href={`/pages/${page.handle}`}>
              {words.products.page.inShop}
            </a>
          )}
        </p>
      </div>
      {mayEdit && (
        <div className="acts">
          {page.published && (
            <button type="button" className="button" disabled={isBusy} onClick={unpublish}>
              {names.unpublish}
            </button>
          )}
          {page.changed && (
            <button
              type="button"
              className="button primary"
              // What is shown is what was saved.
              disabled={isBusy || isChanged}
              onClick={publish}
            >
              {page.published ? names.publishAgain : names.publish}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Troubles({ editing: { done, error } }: { editing: PageEditing }) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  return (
    <div className="told">
      <p role="status">{done === undefined ? '' : words.content.done[done]}</p>
      {error && (
        <p className="alert" role="alert">
          {isOvertaken(error) ? words.products.page.overtakenFields : textOf(error)}
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

function Contested({ editing }: { editing: PageEditing }) {
  const { words, language } = usePageSpeech();
  const { contested, typed, from, isBusy } = editing;
  if (contested.length === 0) return null;
  const fields = contested.map((key) => ({
    key,
    name: nameOf(key, words, language),
    mine: typed[key] ?? '',
    theirs: from[key] ?? '',
  }));
  return (
    <Conflict
      fields={fields}
      isSending={isBusy}
      onChosen={editing.choose}
      onClose={editing.letBe}
    />
  );
}

function nameOf(key: string, { content }: Words, language: string): string {
  const [locale = '', part] = key.split(' ');
  const parts: Readonly<Record<string, string>> = {
    title: content.pageTitle,
    markdown: content.markdown,
    seoTitle: content.seoTitle,
    seoDescription: content.seoDescription,
    kind: content.kind,
    menu: content.menu,
    position: content.position,
  };
  if (part === undefined) return parts[key] ?? key;
  const named = new Intl.DisplayNames(language, { type: 'language' }).of(locale) ?? locale;
  return `${parts[part] ?? part}, ${named}`;
}
