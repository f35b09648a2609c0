/** A font file of a package, and for which letters browsers load it. */
export interface FontFile {
  readonly file: string;
  readonly family: 'Kontor Sans' | 'Kontor Serif';
  readonly weight: string;
  /** CSS `unicode-range`. */
  readonly letters: string;
  /** Loaded before the page asks for it: what each page is set in. */
  readonly isPreloaded?: boolean;
}

/** The ranges in which the packages cut their families (Google Fonts' subsets). */
const latin =
  'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD';
const latinExtended =
  'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF';
const greek = 'U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF,U+1F00-1FFF';
const cyrillic = 'U+0301,U+0400-052F,U+1C80-1C8A,U+2116,U+2DE0-2DFF,U+A640-A69F';

const sans = (subset: string): string =>
  `@fontsource-variable/instrument-sans/files/instrument-sans-${subset}-wght-normal.woff2`;
const serif = (subset: string): string =>
  `@fontsource/newsreader/files/newsreader-${subset}-500-normal.woff2`;
/** Has the letters that the shop's own families lack; loaded only where such letters stand. */
const second = (subset: string): string =>
  `@fontsource-variable/inter/files/inter-${subset}-wght-normal.woff2`;

/** All under the SIL Open Font License, served by the shop itself. */
export const fontFiles: readonly FontFile[] = [
  {
    file: sans('latin'),
    family: 'Kontor Sans',
    weight: '400 700',
    letters: latin,
    isPreloaded: true,
  },
  { file: sans('latin-ext'), family: 'Kontor Sans', weight: '400 700', letters: latinExtended },
  { file: second('greek'), family: 'Kontor Sans', weight: '400 700', letters: greek },
  { file: second('cyrillic'), family: 'Kontor Sans', weight: '400 700', letters: cyrillic },
  { file: serif('latin'), family: 'Kontor Serif', weight: '500', letters: latin },
  { file: serif('latin-ext'), family: 'Kontor Serif', weight: '500', letters: latinExtended },
];

export function fontFaces(
  fonts: readonly { readonly font: FontFile; readonly address: string }[],
): string {
  return fonts
    .map(
      ({ font: { family, weight, letters }, address }) =>
        `@font-face{font-family:"${family}";src:url("${address}") format("woff2");font-weight:${weight};font-style:normal;font-display:swap;unicode-range:${letters}}`,
    )
    .join('\n');
}
