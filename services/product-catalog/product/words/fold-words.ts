/** Letters that are none with a mark upon it, as whoever has no such key types them. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŧ: 't',
  ŋ: 'n',
  ё: 'е',
};
const withoutMark = /[ßæœøđðþłħıŧŋё]/g;
/** How they are written where the key is missing, or in an address of the web. */
const transcribed: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ø: 'oe',
  å: 'aa',
};
const hasTranscription = /[äöüøå]/;
const withTranscription = /[äöüøå]/g;
/** An umlaut as it may have been meant: not in `queue`, `neue` and the like. */
const umlautInTwo = /(?<![aeiouyq])([aou])e/g;
const beyondAscii = /[^\p{ASCII}]/u;
/** Marks of these scripts are accents; those of others are a part of the letter. */
const accented = /([\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu;

/** One spelling of characters that look alike, in small letters; accents stay. */
export function inSmallLetters(text: string): string {
  if (!beyondAscii.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKC')
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .toLowerCase()
    .normalize('NFC');
}

/** Without accents, and letters that only some languages have as others write them. */
export function fold(text: string): string {
  const small = inSmallLetters(text);
  if (!beyondAscii.test(small)) return small;
  return small
    .replace(withoutMark, (letter) => letters[letter]!)
    .normalize('NFD')
    .replace(accented, '$1')
    .normalize('NFC');
}

/** Texts have few words that are not in others: their forms are kept, up to so many. */
const mostKept = 20_000;
const keptForms = new Map<string, readonly string[]>();

/**
 * The ways in which a word is written, the plain one first: `müller` is `muller` and `mueller`, and
 * `mueller` may be `muller`. Two words that share one are the same to whoever searches.
 */
export function formsOf(word: string): readonly string[] {
  let forms = keptForms.get(word);
  if (forms === undefined) {
    forms = makeForms(word);
    if (keptForms.size >= mostKept) keptForms.clear();
    keptForms.set(word, forms);
  }
  return forms;
}

function makeForms(word: string): string[] {
  const plain = fold(word);
  const forms = [plain];
  if (hasTranscription.test(word)) {
    forms.push(fold(word.replace(withTranscription, (letter) => transcribed[letter]!)));
  }
  for (const form of forms) {
    const meant = form.replace(umlautInTwo, '$1');
    if (!forms.includes(meant)) forms.push(meant);
  }
  return forms;
}
