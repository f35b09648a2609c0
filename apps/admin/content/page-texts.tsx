import { told } from '@kontor/sdk';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { MailFrame } from '../messages/mail-frame.tsx';
import { TextField } from '../products/product/texts-panel.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import type { PagePanel } from './page-editor.tsx';
import { textKey } from './page-fields.ts';

/** The words of each language, and what shoppers would read of them. */
export function PageTexts({ editing, channel, mayEdit }: PagePanel) {
  const { words, language } = usePageSpeech();
  const names = words.content;
  const { typed, type } = editing;
  const locales = [...new Set([...channel.locales, ...Object.keys(editing.page.texts)])];
  const [chosen, choose] = useState(channel.defaultLocale);
  const languages = new Intl.DisplayNames(language, { type: 'language' });
  const field = (part: Parameters<typeof textKey>[1]) => ({
    value: typed[textKey(chosen, part)] ?? '',
    mayEdit,
    onTyped: (text: string) => type({ [textKey(chosen, part)]: text }),
  });
  return (
    <>
      <section className="panel" aria-labelledby="words">
        <header>
          <h2 id="words">{names.words}</h2>
          <div className="right">
            <Languages locales={locales} chosen={chosen} onChoose={choose} />
          </div>
        </header>
        <div className="fields" lang={chosen}>
          <TextField label={names.pageTitle} most={200} {...field('title')} />
          <TextField
            label={names.markdown}
            what={names.markdownWhat}
            rows={16}
            most={100_000}
            {...field('markdown')}
          />
          <div className="two">
            <TextField label={names.seoTitle} most={255} {...field('seoTitle')} />
            <TextField
              label={names.seoDescription}
              what={names.seoWhat}
              rows={2}
              most={1_000}
              {...field('seoDescription')}
            />
          </div>
        </div>
      </section>
      <Preview
        title={typed[textKey(chosen, 'title')] ?? ''}
        markdown={typed[textKey(chosen, 'markdown')] ?? ''}
        spoken={languages.of(chosen) ?? chosen}
      />
    </>
  );
}

interface LanguagesShown {
  readonly locales: readonly string[];
  readonly chosen: string;
  readonly onChoose: (locale: string) => void;
}

function Languages({ locales, chosen, onChoose }: LanguagesShown) {
  const { words, language } = usePageSpeech();
  const languages = new Intl.DisplayNames(language, { type: 'language' });
  return (
    <select
      className="small-select"
      aria-label={words.content.inLanguage}
      value={chosen}
      onChange={({ target }) => onChoose(target.value)}
    >
      {locales.map((locale) => (
        <option key={locale} value={locale}>
          {languages.of(locale)}
        </option>
      ))}
    </select>
  );
}

interface PreviewShown {
  readonly title: string;
  readonly markdown: string;
  readonly spoken: string;
}

/** Made by the shop, as it makes what shoppers read, and shown where nothing reaches out of it. */
function Preview({ title, markdown, spoken }: PreviewShown) {
  const { words } = usePageSpeech();
  const names = words.content;
  const textOf = useProblemText();
  const asked = useDeferredValue(markdown);
  const { data, error } = useQuery({
    queryKey: ['page preview', asked],
    queryFn: ({ signal }) =>
      told(kontor.POST('/v1/admin/page-previews', { body: { markdown: asked }, signal })),
    enabled: asked.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  });
  return (
    <section className="panel" aria-labelledby="preview">
      <header>
        <h2 id="preview">{names.preview(spoken)}</h2>
      </header>
      {error && (
        <p className="alert" role="alert">
          {textOf(error)}
        </p>
      )}
      {asked.trim() === '' ? (
        <p className="empty muted">{names.previewEmpty}</p>
      ) : (
        data && <MailFrame title={names.preview(spoken)} html={sheetOf(title, data.bodyHtml)} />
      )}
    </section>
  );
}

const style =
  'body{font:17px/1.6 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1.25rem;color:#12211e}' +
  'table{border-collapse:collapse}td,th{border:1px solid #c9d2cf;padding:.35rem .6rem;text-align:start}img{max-width:100%}';

function sheetOf(title: string, bodyHtml: string): string {
  const escaped = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<head><style>${style}</style></head><body><h1>${escaped}</h1>${bodyHtml}</body>`;
}
