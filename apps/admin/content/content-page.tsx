import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { useChannel, type Channel } from '../products/use-channels.ts';
import { useMay } from '../session/use-session.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { NewPage } from './new-page.tsx';
import { PageChip } from './page-chip.tsx';
import { useContentPages, useMenus, type ContentPage, type MenuPlace } from './use-content.ts';

/** What a shop says besides its products: pages and the menus that lead to them. */
export function ContentOverview() {
  const { words } = usePageSpeech();
  const names = words.content;
  const may = useMay();
  const textOf = useProblemText();
  const { channel, code, problem } = useChannel(undefined);
  const [isAdding, setAdding] = useState(false);
  return (
    <div className="page">
      <title>{names.title}</title>
      <div className="head">
        <div>
          <h1>{names.title}</h1>
          {channel && <p className="facts">{names.of(channel.name)}</p>}
        </div>
        {may('catalog:write') && (
          <div className="acts">
            <button type="button" className="button primary" onClick={() => setAdding(true)}>
              {names.add}
            </button>
          </div>
        )}
      </div>
      {problem && (
        <p className="alert" role="alert">
          {textOf(problem.error)}{' '}
          <button type="button" className="link" onClick={problem.again}>
            {words.problems.again}
          </button>
        </p>
      )}
      <div className="stack">
        <Pages channel={code} />
        {channel && <Menus channel={channel} />}
      </div>
      {isAdding && channel && <NewPage channel={channel} onClose={() => setAdding(false)} />}
    </div>
  );
}

function Pages({ channel }: { channel: string }) {
  const { words } = usePageSpeech();
  const names = words.content;
  const textOf = useProblemText();
  const { data, error, refetch } = useContentPages(channel);
  if (error && !data) {
    return (
      <p className="alert" role="alert">
        {textOf(error)}{' '}
        <button type="button" className="link" onClick={() => void refetch()}>
          {words.problems.again}
        </button>
      </p>
    );
  }
  if (!data) return <div aria-busy="true" />;
  if (data.items.length === 0) {
    return (
      <section className="panel empty">
        <h2>{names.none}</h2>
        <p className="muted">{names.noneWhat}</p>
      </section>
    );
  }
  return (
    <section className="panel scrolled" aria-labelledby="pages" tabIndex={0}>
      <header>
        <h2 id="pages">{names.pages}</h2>
      </header>
      <table className="num">
        <thead>
          <tr>
            <th scope="col">{names.page}</th>
            <th scope="col">{names.kind}</th>
            <th scope="col" className="hide-s">
              {names.languages}
            </th>
            <th scope="col">{words.orders.state}</th>
            <th scope="col" className="hide-s">
              {names.changedAt}
            </th>
          </tr>
        </thead>
        <tbody>
          {data.items.map((page) => (
            <Row key={page.pageId} page={page} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ page }: { page: ContentPage }) {
  const { words, formats, language } = usePageSpeech();
  const languages = new Intl.DisplayNames(language, { type: 'language' });
  const { handle, kind, texts, updatedAt } = page;
  return (
    <tr>
      <td>
        <Link className="row-link" to="/content/pages/$handle" params={{ handle }}>
          {titleOf(texts) ?? handle}
        </Link>
      </td>
      <td>{words.content.kinds[kind]}</td>
      <td className="hide-s muted">
        {Object.keys(texts)
          .map((locale) => languages.of(locale))
          .join(', ')}
      </td>
      <td>
        <PageChip page={page} />
      </td>
      <td className="hide-s muted">
        <time dateTime={updatedAt}>{formats.shortly(updatedAt)}</time>
      </td>
    </tr>
  );
}

const titleOf = (texts: Readonly<Record<string, { readonly title: string }>>) =>
  (texts['en'] ?? Object.values(texts)[0])?.title;

const places: readonly MenuPlace[] = ['header', 'footer'];

function Menus({ channel }: { channel: Channel }) {
  const { words, language } = usePageSpeech();
  const names = words.content;
  const textOf = useProblemText();
  const { data: menus, error } = useMenus(channel.code);
  const languages = new Intl.DisplayNames(language, { type: 'language' });
  return (
    <section className="panel" aria-labelledby="menus">
      <header>
        <h2 id="menus">{names.menus}</h2>
      </header>
      {error && (
        <p className="alert" role="alert">
          {textOf(error)}
        </p>
      )}
      <ul className="lines">
        {places.flatMap((place) =>
          channel.locales.map((locale) => {
            const own = menus?.find((menu) => menu.place === place && menu.locale === locale);
            return (
              <li key={`${place} ${locale}`}>
                <Link
                  className="row-link"
                  to="/content/menus/$place/$locale"
                  params={{ place, locale }}
                >
                  {names.places[place]}, {languages.of(locale)}
                </Link>
                <span className="muted">
                  {own ? names.entries(own.items.length) : names.byItself[place]}
                </span>
              </li>
            );
          }),
        )}
      </ul>
    </section>
  );
}
