import type { Look } from '#contracts/product/storefront/look.ts';
import { contrast, mixed, nearestShade } from './contrast.ts';

type Scheme = 'light' | 'dark';
type InSchemes = Readonly<Record<Scheme, string>>;
type Tokens = Record<string, { light: string; dark: string }>;
type ColourName = keyof Look['colours'];

/** What a colour of a channel's own stands on, as the design tokens of the shop have it. */
const grounds: Readonly<Record<'surface' | 'fog' | 'sunken', InSchemes>> = {
  surface: { light: '#ffffff', dark: '#161f1e' },
  fog: { light: '#f3f5f4', dark: '#0f1615' },
  sunken: { light: '#e9edeb', dark: '#0b1110' },
};
/** WCAG 2.2, 1.4.3: of text; 1.4.11, of the edges of controls and of focus, asks for less. */
const ofText = 4.5;
const schemes = ['light', 'dark'] as const;

/** Where the words of the built-in look stand: see the tokens of the same names. */
const tintShare: Readonly<Record<Scheme, number>> = { light: 0.13, dark: 0.2 };

interface Pair {
  readonly against: string;
  readonly ground: (colour: string) => string;
}

/** A tint is made of the colour itself, so it moves with it. */
function pairsOf(name: ColourName, scheme: Scheme): Pair[] {
  const token = { action: 'verdigris-tint', link: 'harbour-tint', sale: 'brick-tint' }[name];
  const fixed = (['surface', 'fog'] as const).map((against) => ({
    against,
    ground: () => grounds[against][scheme],
  }));
  return [...fixed, { against: token, ground: (colour) => tintOf(colour, scheme) }];
}

function tintOf(colour: string, scheme: Scheme): string {
  return mixed(colour, grounds.surface[scheme], tintShare[scheme]);
}

export interface PoorPair {
  readonly colour: string;
  readonly scheme: string;
  readonly against: string;
  /** To two places, rounded down: what is told is never more than it is. */
  readonly ratio: number;
  readonly needed: number;
  readonly instead: string;
}

/** The pairs that cannot be read well, with the nearest shade that can be on all it stands on. */
export function poorPairs(colours: Look['colours']): PoorPair[] {
  return (Object.keys(colours) as ColourName[]).flatMap((name) =>
    schemes.flatMap((scheme) => {
      const colour = colours[name]?.[scheme];
      if (colour === undefined) return [];
      const pairs = pairsOf(name, scheme);
      const ratioOf = (shade: string, { ground }: Pair) => contrast(shade, ground(shade));
      const instead = nearestShade(colour, (shade) =>
        pairs.every((pair) => ratioOf(shade, pair) >= ofText),
      );
      return pairs
        .filter((pair) => ratioOf(colour, pair) < ofText)
        .map((pair) => ({
          colour: name,
          scheme,
          against: pair.against,
          ratio: Math.floor(ratioOf(colour, pair) * 100) / 100,
          needed: ofText,
          instead,
        }));
    }),
  );
}

/** The design tokens that follow from a channel's colours. */
export function tokensOf(colours: Look['colours'] | undefined): Tokens {
  const { action = null, link = null, sale = null } = colours ?? {};
  const made: Tokens = {};
  const put = (token: string, of: InSchemes, make: (colour: string, scheme: Scheme) => string) => {
    made[token] = { light: make(of.light, 'light'), dark: make(of.dark, 'dark') };
  };
  const itself = (colour: string) => colour;
  if (action) {
    put('verdigris', action, itself);
    put('verdigris-strong', action, strongerOf);
    put('on-verdigris', action, wordsOn);
    put('verdigris-tint', action, tintOf);
    put('verdigris-line', action, (colour, scheme) => mixed(colour, grounds.surface[scheme], 0.4));
  }
  if (link) {
    put('harbour', link, itself);
    put('harbour-tint', link, tintOf);
  }
  if (sale) {
    put('brick', sale, itself);
    put('on-brick', sale, wordsOn);
    put('brick-tint', sale, tintOf);
  }
  return made;
}

/** Under the pointer: further away from what it stands on, so that words on it stay readable. */
function strongerOf(colour: string, scheme: Scheme): string {
  return mixed(scheme === 'light' ? '#000000' : '#ffffff', colour, 0.2);
}

/** What is readable on a bright ground has 4.5 and more from white, on a dark one from black. */
function wordsOn(_colour: string, scheme: Scheme): string {
  return scheme === 'light' ? '#ffffff' : '#000000';
}
