import { told } from '@kontor/sdk';
import { useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { Modal } from '../../shell/modal.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import type { Words } from '../../words/en.ts';
import { Conflict } from '../conflict.tsx';
import { headersOf, isOvertaken, type Product } from '../product-commands.ts';
import type { PanelShown } from './product-page.tsx';
import { TextField } from './texts-panel.tsx';
import type { Editing } from './use-product.ts';
import { useTyped } from './use-typed.ts';

/** Languages of the channels beside the one that the texts are kept in. */
export function TranslationsPanel({ editing, channels, mayEdit }: PanelShown) {
  const { words, language } = usePageSpeech();
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

/** Each of its words by itself, so that two people may translate different ones. */
type Flat = Readonly<Record<string, string>>;

const kinds = ['optionNames', 'optionValues'] as const;
const within = (kind: (typeof kinds)[number], word: string) => `${kind} ${word}`;

function flatOf(product: Product, locale: string): Flat {
  const { title, descriptionHtml, seoTitle, seoDescription, ...said } =
    product.translations.find((each) => each.locale === locale) ?? untranslated;
  const words = kinds.flatMap((kind) =>
    Object.entries(said[kind]).map(([word, text]) => [within(kind, word), text] as const),
  );
  return { title, descriptionHtml, seoTitle, seoDescription, ...Object.fromEntries(words) };
}

function translationOf(flat: Flat): Translation {
  const said = (kind: (typeof kinds)[number]) =>
    Object.fromEntries(
      Object.entries(flat)
        .filter(([key, text]) => key.startsWith(within(kind, '')) && text)
        .map(([key, text]) => [key.slice(within(kind, '').length), text]),
    );
  const { title = '', descriptionHtml = '', seoTitle = '', seoDescription = '' } = flat;
  const texts = { title, descriptionHtml, seoTitle, seoDescription };
  return { ...texts, optionNames: said('optionNames'), optionValues: said('optionValues') };
}

/** What is typed of one language, and why it was not taken. */
function useTranslation({ editing, locale, onClose }: Omit<DialogShown, 'title'>) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const typing = useTyped<Flat>(flatOf(editing.product, locale));
  const [trouble, setTrouble] = useState<string>();
  const put = (texts: Flat | null) => {
    const body = { translation: texts && translationOf(texts) };
    const sent = editing.command((read) =>
      told(
        kontor.PUT('/v1/admin/products/{productId}/translations/{locale}', {
          params: { path: { productId: read.productId, locale }, header: headersOf(read) },
          body,
        }),
      ),
    );
    void sent.then(onClose, (error: unknown) => {
      setTrouble(isOvertaken(error) ? words.products.page.overtakenFields : textOf(error));
      if (isOvertaken(error)) typing.overtake(flatOf(editing.newest(), locale));
    });
  };
  return { ...typing, trouble, put };
}

interface Contesting {
  readonly contested: readonly string[];
  readonly typed: Flat;
  readonly from: Flat;
}

function contestedIn({ contested, typed, from }: Contesting, { products: { page } }: Words) {
  const { name: title, description: descriptionHtml, seoTitle, seoDescription } = page;
  const names: Flat = { title, descriptionHtml, seoTitle, seoDescription };
  return contested.map((key) => ({
    key,
    name: names[key] ?? key.slice(key.indexOf(' ') + 1),
    mine: typed[key] ?? '',
    theirs: from[key] ?? '',
  }));
}

function TranslationDialog(shown: DialogShown) {
  const { editing, locale, title, mayEdit, onClose } = shown;
  const { words } = usePageSpeech();
  const { page } = words.products;
  const { product, commanding } = editing;
  const { typed, type, from, contested, choose, letBe, trouble, put } = useTranslation(shown);
  if (contested.length > 0) {
    const fields = contestedIn({ contested, typed, from }, words);
    return (
      <Conflict
        fields={fields}
        isSending={commanding.isPending}
        onChosen={(mine) => put(choose(mine))}
        onClose={letBe}
      />
    );
  }
  const field = (key: string) => ({
    value: typed[key] ?? '',
    mayEdit,
    onTyped: (text: string) => type({ [key]: text }),
  });
  const isThere = product.translations.some((each) => each.locale === locale);
  return (
    <Modal title={title} onClose={onClose}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          put(typed);
        }}
      >
        <TextField label={page.name} most={255} {...field('title')} />
        <TextField label={page.description} rows={6} most={200_000} {...field('descriptionHtml')} />
        <div className="two">
          <TextField label={page.seoTitle} most={255} {...field('seoTitle')} />
          <TextField label={page.seoDescription} most={1_000} {...field('seoDescription')} />
          <OptionWords product={product} field={field} />
        </div>
        {trouble !== undefined && (
          <p className="alert" role="alert">
            {trouble}
          </p>
        )}
        <footer>
          {mayEdit && isThere && (
            <button
              type="button"
              className="button danger"
              disabled={commanding.isPending}
              onClick={() => put(null)}
            >
              {page.takeBack}
            </button>
          )}
          <button type="button" className="button" onClick={onClose}>
            {words.close}
          </button>
          {mayEdit && (
            <button type="submit" className="button primary" disabled={commanding.isPending}>
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
  readonly field: (key: string) => {
    readonly value: string;
    readonly mayEdit: boolean;
    readonly onTyped: (text: string) => void;
  };
}

/** What options and their values are called in the language, by what the product calls them. */
function OptionWords({ product, field }: WordsShown) {
  const said = {
    optionNames: product.options.map(({ name }) => name),
    optionValues: [...new Set(product.options.flatMap(({ values }) => values))],
  };
  return kinds.flatMap((kind) =>
    said[kind].map((word) => {
      const key = within(kind, word);
      return <TextField key={key} label={word} most={255} {...field(key)} />;
    }),
  );
}
