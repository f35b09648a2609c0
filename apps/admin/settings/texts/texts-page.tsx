import { told } from '@kontor/sdk';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { SectionFrame } from '../section-frame.tsx';
import { useOfChannel } from '../use-of-channel.ts';
import { legalKinds, standingsOf, type Page, type Standing } from './legal-texts.ts';
import { PageLink } from './page-link.tsx';
import { VersionsDialog } from './versions-dialog.tsx';

const route = getRouteApi('/settings/texts');

/** What the law wants to be read, in each language: which version counts, and since when. */
export function TextsPage() {
  const { words, formats } = usePageSpeech();
  const said = words.settings.texts;
  const { channel: wanted, field } = route.useSearch();
  const [shown, setShown] = useState<Page>();
  const { channel, data, error, again } = useOfChannel({
    name: 'legal texts',
    channel: wanted,
    read: (of, signal) =>
      told(kontor.GET('/v1/admin/pages', { params: { header: { Channel: of } }, signal })),
  });
  return (
    <SectionFrame name="texts" field={field} error={error} again={again}>
      {data && channel && (
        <section className="panel" aria-labelledby="legal">
          <header>
            <h2 id="legal">{channel.name}</h2>
          </header>
          <div className="scrolled" tabIndex={0} role="region" aria-labelledby="legal">
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col">{said.text}</th>
                  {channel.locales.map((locale) => (
                    <th key={locale} scope="col">
                      {formats.language(locale)}
                    </th>
                  ))}
                  <th scope="col">{words.forms.acts}</th>
                </tr>
              </thead>
              <tbody>
                {legalKinds.map((kind) => (
                  <KindRow
                    key={kind}
                    kind={kind}
                    pages={data.items}
                    locales={channel.locales}
                    onVersions={setShown}
                  />
                ))}
              </tbody>
            </table>
          </div>
          <p className="nothing muted">{said.what}</p>
        </section>
      )}
      {shown && channel && (
        <VersionsDialog page={shown} channel={channel.code} onClose={() => setShown(undefined)} />
      )}
    </SectionFrame>
  );
}

interface RowShown {
  readonly kind: (typeof legalKinds)[number];
  readonly pages: readonly Page[];
  readonly locales: readonly string[];
  readonly onVersions: (page: Page) => void;
}

function KindRow({ kind, pages, locales, onVersions }: RowShown) {
  const { words } = usePageSpeech();
  const said = words.settings.texts;
  const page = pages.find((each) => each.kind === kind);
  return (
    <tr>
      <th scope="row" id={`texts.${kind}`} tabIndex={-1}>
        {said.kinds[kind]}
      </th>
      {standingsOf(page, locales).map(({ locale, standing }) => (
        <td key={locale}>
          <StandingChip standing={standing} />
        </td>
      ))}
      <td className="row-acts">
        <PageLink handle={page?.handle}>{page ? said.edit : said.write}</PageLink>
        {page && page.shown.length > 0 && (
          <button type="button" className="link" onClick={() => onVersions(page)}>
            {said.versions}
            <span className="visually-hidden">: {said.kinds[kind]}</span>
          </button>
        )}
      </td>
    </tr>
  );
}

function StandingChip({ standing }: { standing: Standing }) {
  const { words, formats } = usePageSpeech();
  const said = words.settings.texts;
  if (standing.kind === 'counts') {
    return (
      <>
        <span className="chip ok">{said.version(standing.number)}</span>{' '}
        <span className="muted num">{said.since(formats.day(new Date(standing.since)))}</span>
      </>
    );
  }
  return (
    <span className={standing.kind === 'missing' ? 'chip bad' : 'chip wait'}>
      {said.standings[standing.kind]}
    </span>
  );
}
