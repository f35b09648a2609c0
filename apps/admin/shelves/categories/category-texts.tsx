import { TextField } from '../../products/product/texts-panel.tsx';
import { useChannels } from '../../products/use-channels.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { textKey } from './display-fields.ts';
import type { CategoryEditing } from './use-category.ts';

interface TextsShown {
  readonly editing: CategoryEditing;
  readonly mayEdit: boolean;
}

/** A panel for each language of the channels, and for those in which something was said before. */
export function CategoryTexts({ editing, mayEdit }: TextsShown) {
  const { language } = usePageSpeech();
  const { channels } = useChannels();
  const { kept } = editing;
  const names = new Intl.DisplayNames(language, { type: 'language' });
  const locales = [
    ...new Set([...channels.flatMap((channel) => channel.locales), ...Object.keys(kept.texts)]),
  ].toSorted();
  return locales.map((locale) => (
    <TextIn
      key={locale}
      locale={locale}
      name={names.of(locale) ?? locale}
      editing={editing}
      mayEdit={mayEdit}
    />
  ));
}

interface TextShown extends TextsShown {
  readonly locale: string;
  readonly name: string;
}

function TextIn({ locale, name, editing: { typed, type }, mayEdit }: TextShown) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const field = (kind: Parameters<typeof textKey>[0]) => {
    const key = textKey(kind, locale);
    return {
      value: typed[key] ?? '',
      mayEdit,
      onTyped: (text: string) => type({ [key]: text }),
    };
  };
  return (
    <section className="panel" aria-labelledby={`words-${locale}`}>
      <header>
        <h2 id={`words-${locale}`}>{words.shelves.display.wordsIn(name)}</h2>
      </header>
      <div className="fields">
        <TextField label={page.description} rows={5} most={100_000} {...field('descriptionHtml')} />
        <div className="two">
          <TextField label={page.seoTitle} most={255} {...field('seoTitle')} />
          <TextField
            label={page.seoDescription}
            rows={2}
            most={1_000}
            {...field('seoDescription')}
          />
        </div>
      </div>
    </section>
  );
}
