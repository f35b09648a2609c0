import { told } from '@kontor/sdk';
import { useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { Modal } from '../../shell/modal.tsx';
import { useSpeech } from '../../words/speech.tsx';
import { headersOf, isOvertaken, type Product } from '../product-commands.ts';
import type { PanelShown } from './product-page.tsx';
import { TextField } from './texts-panel.tsx';
import type { Editing } from './use-product.ts';

/** Languages of the channels beside the one that the texts are kept in. */
export function TranslationsPanel({ editing, channels, mayEdit }: PanelShown) {
  const { words, language } = useSpeech();
  const { page } = words.products;
  const [edited, setEdited] = useState<string>();
  const { translations } = editing.product;
  const own = channels.find(({ code }) => code === 'default') ?? channels[0];
  const spoken = channels.flatMap(({ locales }) => locales);
  const locales = [...new Set([...spoken, ...translations.map(({ locale }) => locale)])].filter(
    (locale) => locale !== own?.defaultLocale,
  );
  if (locales.length === 0) return null;
  const names = new Intl.DisplayNames(language, { type: 'language' });
  return (
    <section className="panel" aria-labelledby="translations">
      <header>
        <h2 id="translations">{page.translations}</h2>
      </header>
      <ul className="lines">
        {locales.map((locale) => {
          const isThere = translations.some((each) => each.locale === locale);
          return (
            <li key={locale}>
              <b>{names.of(locale)}</b>
              <span className="muted">{isThere ? page.translated : page.notTranslated}</span>
              <button type="button" className="link" onClick={() => setEdited(locale)}>
                {page.translate(names.of(locale) ?? locale)}
              </button>
            </li>
          );
        })}
      </ul>
      {edited !== undefined && (
        <TranslationDialog
          editing={editing}
          locale={edited}
          title={page.translate(names.of(edited) ?? edited)}
          mayEdit={mayEdit}
          onClose={() => setEdited(undefined)}
        />
      )}
    </section>
  );
}

interface DialogShown {
  readonly editing: Editing;
  readonly locale: string;
  readonly title: string;
  readonly mayEdit: boolean;
  readonly onClose: () => void;
}

type Translation = Omit<Product['translations'][number], 'locale'>;
const untranslated: Translation = {
  title: '',
  descriptionHtml: '',
  seoTitle: '',
  seoDescription: '',
  optionNames: {},
  optionValues: {},
};

function TranslationDialog({ editing, locale, title, mayEdit, onClose }: DialogShown) {
  const { words } = useSpeech();
  const { page } = words.products;
  const textOf = useProblemText();
  const { product, command } = editing;
  const { locale: _, ...found } = product.translations.find((each) => each.locale === locale) ?? {
    locale,
    ...untranslated,
  };
  const [texts, setTexts] = useState<Translation>(found);
  const [error, setError] = useState<unknown>();
  const put = (translation: Translation | null) =>
    void command((read) =>
      told(
        kontor.PUT('/v1/admin/products/{productId}/translations/{locale}', {
          params: { path: { productId: read.productId, locale }, header: headersOf(read) },
          body: { translation },
        }),
      ),
    ).then(onClose, setError);
  const field = (name: 'title' | 'descriptionHtml' | 'seoTitle' | 'seoDescription') => ({
    value: texts[name],
    mayEdit,
    onTyped: (text: string) => setTexts({ ...texts, [name]: text }),
  });
  return (
    <Modal title={title} onClose={onClose}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          put(texts);
        }}
      >
        <TextField label={page.name} most={255} {...field('title')} />
        <TextField label={page.description} rows={6} most={200_000} {...field('descriptionHtml')} />
        <div className="two">
          <TextField label={page.seoTitle} most={255} {...field('seoTitle')} />
          <TextField label={page.seoDescription} most={1_000} {...field('seoDescription')} />
          <OptionWords product={product} texts={texts} mayEdit={mayEdit} onTyped={setTexts} />
        </div>
        {error !== undefined && (
          <p className="alert" role="alert">
            {isOvertaken(error) ? page.overtaken : textOf(error)}
          </p>
        )}
        <footer>
          {mayEdit && product.translations.some((each) => each.locale === locale) && (
            <button type="button" className="button danger" onClick={() => put(null)}>
              {page.takeBack}
            </button>
          )}
          <button type="button" className="button" onClick={onClose}>
            {words.close}
          </button>
          {mayEdit && (
            <button type="submit" className="button primary">
              {page.save}
            </button>
          )}
        </footer>
      </form>
    </Modal>
  );
}

interface WordsShown {
  readonly product: Product;
  readonly texts: Translation;
  readonly mayEdit: boolean;
  readonly onTyped: (texts: Translation) => void;
}

/** What options and their values are called in the language, by what the product calls them. */
function OptionWords({ product, texts, mayEdit, onTyped }: WordsShown) {
  const said = {
    optionNames: product.options.map(({ name }) => name),
    optionValues: [...new Set(product.options.flatMap(({ values }) => values))],
  };
  return (['optionNames', 'optionValues'] as const).flatMap((kind) =>
    said[kind].map((word) => (
      <TextField
        key={`${kind} ${word}`}
        label={word}
        most={255}
        mayEdit={mayEdit}
        value={texts[kind][word] ?? ''}
        onTyped={(text) => {
          const { [word]: _, ...others } = texts[kind];
          onTyped({ ...texts, [kind]: text === '' ? others : { ...others, [word]: text } });
        }}
      />
    )),
  );
}
