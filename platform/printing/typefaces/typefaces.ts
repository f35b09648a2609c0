/** Noto's families by script. Files are read when a document has such letters, and not before. */
export interface Typeface {
  readonly name: string;
  /** Which letters it may have; whether it has one, its own table says. */
  readonly letters: RegExp;
  /** Of its package: `unicode.json` says which file of it has which letters. */
  readonly at: () => string;
  readonly file: (part: string, weight: Weight) => string;
  /** The parts of the package that are of this script. */
  readonly part: RegExp;
  /** One file holds all weights, and a weight is cut from it. */
  readonly variable: boolean;
  /** Asked first in documents of these languages and countries; the others keep their order. */
  readonly homes: readonly string[];
}
export type Weight = 400 | 700;

/** Latin with all its additions, Greek, Cyrillic and Devanagari, whole: nearly all documents need no other. */
export const baseTypeface = {
  name: 'NotoSans',
  at: () => import.meta.resolve('@expo-google-fonts/noto-sans/package.json'),
  file: (weight: Weight) =>
    weight === 400 ? '400Regular/NotoSans_400Regular.ttf' : '700Bold/NotoSans_700Bold.ttf',
} as const;

const still = (script: string) => ({
  file: (part: string, weight: Weight) =>
    `files/noto-sans-${script}-${part}-${weight}-normal.woff2`,
  part: new RegExp(`^${script}$`),
  variable: false,
  homes: [],
});
const variable = (family: string, homes: readonly string[]) => ({
  file: (part: string) => `files/${family}-${part.slice(1, -1)}-wght-normal.woff2`,
  part: /^\[\d+\]$/,
  variable: true,
  homes,
});
/** Arrows, stars and ticks, which are in the Japanese font besides its letters. */
const signs = String.raw`\u2100-\u27bf`;
const han = String.raw`\p{Script_Extensions=Han}\u3000-\u303f\uff00-\uffef`;

export const typefaces: readonly Typeface[] = [
  {
    name: 'NotoSansArabic',
    letters: /\p{Script_Extensions=Arabic}/u,
    at: () => import.meta.resolve('@fontsource/noto-sans-arabic/package.json'),
    ...still('arabic'),
  },
  {
    name: 'NotoSansHebrew',
    letters: /\p{Script=Hebrew}/u,
    at: () => import.meta.resolve('@fontsource/noto-sans-hebrew/package.json'),
    ...still('hebrew'),
  },
  {
    name: 'NotoSansThai',
    letters: /\p{Script=Thai}/u,
    at: () => import.meta.resolve('@fontsource/noto-sans-thai/package.json'),
    ...still('thai'),
  },
  {
    name: 'NotoSansGeorgian',
    letters: /\p{Script_Extensions=Georgian}/u,
    at: () => import.meta.resolve('@fontsource/noto-sans-georgian/package.json'),
    ...still('georgian'),
  },
  {
    name: 'NotoSansArmenian',
    letters: /\p{Script=Armenian}/u,
    at: () => import.meta.resolve('@fontsource/noto-sans-armenian/package.json'),
    ...still('armenian'),
  },
  {
    name: 'NotoSansJP',
    letters: new RegExp(
      String.raw`[${han}${signs}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}]`,
      'u',
    ),
    at: () => import.meta.resolve('@fontsource-variable/noto-sans-jp/package.json'),
    ...variable('noto-sans-jp', ['ja', 'JP']),
  },
  {
    name: 'NotoSansSC',
    letters: new RegExp(String.raw`[${han}\p{Script_Extensions=Bopomofo}]`, 'u'),
    at: () => import.meta.resolve('@fontsource-variable/noto-sans-sc/package.json'),
    ...variable('noto-sans-sc', ['zh', 'CN', 'SG', 'TW', 'HK', 'MO']),
  },
  {
    name: 'NotoSansKR',
    letters: new RegExp(String.raw`[${han}\p{Script_Extensions=Hangul}]`, 'u'),
    at: () => import.meta.resolve('@fontsource-variable/noto-sans-kr/package.json'),
    ...variable('noto-sans-kr', ['ko', 'KR', 'KP']),
  },
  {
    name: 'NotoEmoji',
    letters: /[\p{Extended_Pictographic}\u2190-\u2bff]/u,
    at: () => import.meta.resolve('@fontsource-variable/noto-emoji/package.json'),
    ...variable('noto-emoji', []),
  },
];

/** The typefaces in the order in which they are asked in a document of these languages and countries. */
export function typefacesFor(homes: readonly string[]): Typeface[] {
  const place = (typeface: Typeface): number => {
    const found = homes.findIndex((home) => typeface.homes.includes(home));
    return found < 0 ? homes.length : found;
  };
  return typefaces.toSorted((one, other) => place(one) - place(other));
}
