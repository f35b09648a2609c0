import { languageRead } from '#kernel/languages/language-read.ts';
import ar from './labels/ar.json' with { type: 'json' };
import bg from './labels/bg.json' with { type: 'json' };
import cs from './labels/cs.json' with { type: 'json' };
import da from './labels/da.json' with { type: 'json' };
import de from './labels/de.json' with { type: 'json' };
import el from './labels/el.json' with { type: 'json' };
import en from './labels/en.json' with { type: 'json' };
import es from './labels/es.json' with { type: 'json' };
import et from './labels/et.json' with { type: 'json' };
import fi from './labels/fi.json' with { type: 'json' };
import fr from './labels/fr.json' with { type: 'json' };
import he from './labels/he.json' with { type: 'json' };
import hr from './labels/hr.json' with { type: 'json' };
import hu from './labels/hu.json' with { type: 'json' };
import it from './labels/it.json' with { type: 'json' };
import ja from './labels/ja.json' with { type: 'json' };
import lt from './labels/lt.json' with { type: 'json' };
import lv from './labels/lv.json' with { type: 'json' };
import nb from './labels/nb.json' with { type: 'json' };
import nl from './labels/nl.json' with { type: 'json' };
import pl from './labels/pl.json' with { type: 'json' };
import pt from './labels/pt.json' with { type: 'json' };
import ro from './labels/ro.json' with { type: 'json' };
import sk from './labels/sk.json' with { type: 'json' };
import sl from './labels/sl.json' with { type: 'json' };
import sv from './labels/sv.json' with { type: 'json' };

/** What is printed around the numbers: a file a language, English where a language has none. */
export type DocumentLabels = typeof en;

const byLanguage: Readonly<Record<string, DocumentLabels>> = {
  ar,
  bg,
  cs,
  da,
  de,
  el,
  en,
  es,
  et,
  fi,
  fr,
  he,
  hr,
  hu,
  it,
  ja,
  lt,
  lv,
  nb,
  nl,
  pl,
  pt,
  ro,
  sk,
  sl,
  sv,
};

/** By name; of a group of labels `number.invoice` and the like. */
export type OwnLabels = Readonly<Record<string, string>>;

/** With the shop's own, as they were when the document was issued. */
export function labelsFor(locale: string, own: OwnLabels = {}): DocumentLabels {
  const builtIn = byLanguage[languageOf(locale)]!;
  const entries = Object.entries(builtIn).map(([name, label]) => [
    name,
    typeof label === 'string'
      ? (own[name] ?? label)
      : Object.fromEntries(
          Object.entries(label).map(([part, text]) => [part, own[`${name}.${part}`] ?? text]),
        ),
  ]);
  return Object.fromEntries(entries) as DocumentLabels;
}

/** All labels of a language by their names. */
export function builtInLabels(locale: string): OwnLabels {
  return Object.fromEntries(
    Object.entries(byLanguage[languageOf(locale)]!).flatMap(([name, label]) =>
      typeof label === 'string'
        ? [[name, label]]
        : Object.entries(label).map(([part, text]) => [`${name}.${part}`, text]),
    ),
  );
}

/** The language that a document is written in, which is the reader's where there are labels in it. */
export function languageOf(locale: string): string {
  const language = languageRead(new Intl.Locale(locale).language);
  return Object.hasOwn(byLanguage, language) ? language : 'en';
}
