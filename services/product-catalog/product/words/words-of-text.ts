import { formsOf, inSmallLetters } from './fold-words.ts';
import { decimalsHaveComma } from './languages.ts';
import { readQuantities } from './quantities.ts';

/** Between blanks, with what joins its parts: `crème-brûlée`, `men's`. */
const token = /[\p{L}\p{M}\p{N}]+(?:['’‘´`.&_/\-‐‑–][\p{L}\p{M}\p{N}]+)*/gu;
const part = /[\p{L}\p{M}\p{N}]+/gu;
const joiners = /^[\p{L}\p{M}\p{N}'’‘´`\-‐‑]+$/u;
const longestJoined = 40;

export interface Token {
  readonly parts: readonly string[];
  /** Its parts as one word, as others write it: `tshirt`. */
  readonly joined: string | undefined;
}

/** Of a text in small letters whose numbers are plain. */
export function tokensOf(text: string): Token[] {
  return (text.match(token) ?? []).map((found) => {
    const parts = found.match(part) ?? [];
    const joined = parts.length > 1 && joiners.test(found) ? parts.join('') : undefined;
    return { parts, joined: joined && joined.length <= longestJoined ? joined : undefined };
  });
}

export interface IndexedText {
  /** All forms of its words with blanks between them, ready to be stemmed. */
  readonly text: string;
  /** Words that are no words of the language: quantities. */
  readonly exact: readonly string[];
}

/**
 * A product is made into documents one language after the other, and in those that it is not translated
 * into it says the same: such texts are read once.
 */
class LastTexts<Reading> {
  private readonly kept = new Map<string, Reading>();

  of(key: string, read: () => Reading): Reading {
    let reading = this.kept.get(key);
    if (reading === undefined) {
      reading = read();
      if (this.kept.size >= mostLast) this.kept.clear();
      this.kept.set(key, reading);
    }
    return reading;
  }
}

/** A few products' worth: what is asked for again is asked for at once. */
const mostLast = 32;
const indexed = new LastTexts<IndexedText>();
const vocabularies = new LastTexts<readonly VocabularyWord[]>();
/** Of all that a text can hold, languages read this alone in ways of their own. */
const separatedNumber = /\d[.,]\d/;

/** What a text is found by. */
export function indexedText(text: string, locale: string): IndexedText {
  const small = inSmallLetters(text);
  const hasComma = separatedNumber.test(small) && decimalsHaveComma(locale);
  return indexed.of(`${hasComma ? ',' : '.'}${small}`, () => readText(small, locale));
}

function readText(small: string, locale: string): IndexedText {
  const { plain, words } = readQuantities(small, locale);
  const forms = tokensOf(plain).flatMap(({ parts, joined }) =>
    (joined === undefined ? parts : [...parts, joined]).flatMap(formsOf),
  );
  return {
    text: forms.join(' '),
    exact: [...new Set(words.map(({ word }) => word))],
  };
}

const isWord = /^\p{L}[\p{L}\p{M}\p{N}]{1,39}$/u;

export interface VocabularyWord {
  readonly word: string;
  /** As it stands there, in small letters. */
  readonly shown: string;
}

/** Words that people may mean, in their plain form, each once. */
export function vocabularyOf(text: string): readonly VocabularyWord[] {
  return vocabularies.of(text, () => readVocabulary(text));
}

function readVocabulary(text: string): VocabularyWord[] {
  const words = new Map<string, string>();
  for (const { parts } of tokensOf(inSmallLetters(text))) {
    for (const shown of parts) {
      const word = formsOf(shown)[0]!;
      if (isWord.test(word) && !words.has(word)) words.set(word, shown);
    }
  }
  return [...words].map(([word, shown]) => ({ word, shown }));
}
