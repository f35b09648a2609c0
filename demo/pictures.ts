import { hash } from 'node:crypto';

import type { Palette } from './picture-motifs.ts';
import { motifs, mounds } from './picture-motifs.ts';

/** Palettes are paper, deep, main, accent and light, from calm printing inks. */
const palettesByDepartment: Readonly<Record<string, readonly Palette[]>> = {
  Coffee: [
    ['#f3e9dc', '#3b2417', '#7a4a2b', '#c8703a', '#fffaf2'],
    ['#ead9c6', '#2f2a26', '#5d4037', '#b98b52', '#fbf5ec'],
    ['#e9ded3', '#40211b', '#8d4b32', '#d9a05b', '#fff8ef'],
  ],
  Tea: [
    ['#eef1e2', '#26402f', '#5f8a5b', '#d8a545', '#fdfdf6'],
    ['#f2ecd8', '#2f4a43', '#7c9a6a', '#b9543a', '#fffdf4'],
    ['#e3ece4', '#1f3d3a', '#4c7f74', '#e0b965', '#f9fdf9'],
  ],
  Pantry: [
    ['#f6ead2', '#5a3315', '#c27b26', '#8f3b1f', '#fffaf0'],
    ['#f1e7d6', '#38401f', '#8a8c3c', '#cf8a2c', '#fdfaf0'],
  ],
  Textiles: [
    ['#efe8dd', '#2c3a55', '#51678f', '#c4694a', '#fcf9f3'],
    ['#f1e4da', '#4a2f2a', '#b5634a', '#5b7285', '#fffaf5'],
    ['#e8e6dc', '#38423a', '#7d8a72', '#c49a5c', '#fbfaf4'],
  ],
  Tableware: [
    ['#e6ece9', '#1f3442', '#4d7c84', '#d98c5f', '#f8fbfa'],
    ['#f0ebe2', '#23304a', '#44618f', '#d2a354', '#fffdf8'],
    ['#e7e4dc', '#3a3a34', '#87937c', '#b7603f', '#fbfaf5'],
  ],
  Kitchen: [
    ['#ece7df', '#2c2f31', '#6f7b80', '#b9743c', '#fbf9f5'],
    ['#e9e3d6', '#332a22', '#8c6a46', '#5d7d7a', '#fdfaf3'],
  ],
  Living: [
    ['#f2e7db', '#3f3128', '#b4694b', '#7c8b69', '#fffaf3'],
    ['#ebe6da', '#2f3b35', '#74866b', '#cf9a52', '#fcfaf3'],
  ],
  Stationery: [
    ['#f3ecd9', '#20304f', '#3f5f95', '#d7a32f', '#fffdf5'],
    ['#ece8e1', '#2b2b33', '#5b5f7a', '#c9583f', '#fcfbf8'],
  ],
  Books: [
    ['#efe6d6', '#243447', '#3f6d7d', '#c4552f', '#fdf9f0'],
    ['#f2e8da', '#3d2436', '#82405a', '#d49a3a', '#fffaf2'],
    ['#e6e9e4', '#22382f', '#4f7a5f', '#c98e3b', '#fafcf8'],
  ],
  Clothing: [
    ['#e9e7e0', '#1e2c45', '#3d5680', '#c8644a', '#fbfaf6'],
    ['#efe7db', '#2f3430', '#76806f', '#d0a056', '#fdfaf4'],
  ],
  Outdoor: [
    ['#e7ecdf', '#20362e', '#4e7a5c', '#e0a04a', '#fafcf4'],
    ['#e4e9ec', '#24323d', '#587586', '#d9774a', '#f8fbfc'],
  ],
  'Digital Guides': [
    ['#e8e6f0', '#2a2850', '#5e5aa8', '#e08a5b', '#fbfaff'],
    ['#e2ecee', '#173744', '#2f7c8c', '#e5b045', '#f8fdfd'],
  ],
};

const fallbackPalette: Palette = ['#ece8e1', '#2b3440', '#5b7285', '#c98e3b', '#fcfbf8'];

/** Words in a title that ask for a colour, which then takes the place of the main one. */
const colourByWord: Readonly<Record<string, string>> = {
  cardamom: '#7f9a5e',
  paprika: '#b8402a',
  orange: '#d9782d',
  honey: '#d69a2e',
  olive: '#7d8442',
  green: '#5d8a56',
  mint: '#6aa58a',
  indigo: '#3c4f86',
  fig: '#6d5a7d',
  walnut: '#6b4a33',
  brass: '#b98f3f',
  rooibos: '#b5532f',
  camomile: '#dcb340',
  chocolate: '#5a3526',
  jasmine: '#8ba888',
  iron: '#4a4f54',
  tide: '#3f7488',
  amber: '#cf8a2c',
};

/**
 * A picture of 800 × 800 for a product: a quiet still life of simple shapes, in the colours of its
 * category. The same arguments always give the same SVG. It needs no font and no network, and runs
 * no script; the title is escaped.
 *
 * @param category path of names, root first, or the same joined with ` > `
 */
export function drawProductPicture(
  handle: string,
  title: string,
  category: readonly string[] | string,
): string {
  const path = typeof category === 'string' ? category.split('>') : category;
  const names = path.map((name) => name.trim());
  const pick = picksFrom(handle);
  const department = names.findLast((name) => Object.hasOwn(palettesByDepartment, name));
  const palettes = department === undefined ? [fallbackPalette] : palettesByDepartment[department]!;
  const [paper, deep, main, accent, light] = palettes[pick(palettes.length)] ?? fallbackPalette;
  const words = title.toLowerCase().split(/[^\p{L}]+/u);
  const asked = words.find((word) => Object.hasOwn(colourByWord, word));
  const palette: Palette = [
    paper,
    deep,
    asked === undefined ? main : (colourByWord[asked] ?? main),
    accent,
    light,
  ];
  const motif = (department === undefined ? undefined : motifs[department]) ?? mounds;
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800" height="800" role="img">',
    `<title>${escapeXml(title)}</title>`,
    `<rect width="800" height="800" fill="${paper}"/>`,
    backdrop(palette, pick),
    pick(2) === 0 ? '<g>' : '<g transform="matrix(-1 0 0 1 800 0)">',
    motif(palette, pick, names.at(-1) ?? ''),
    '</g>',
    '</svg>\n',
  ].join('');
}

/** A sun or an arch on the wall, and the table on which things stand. */
function backdrop([, deep, main, accent, light]: Palette, pick: Pick): string {
  const x = 250 + pick(7) * 50;
  const colour = pick(2) === 0 ? accent : main;
  const shapes = [
    `<circle cx="${x}" cy="${270 + pick(4) * 20}" r="${170 + pick(5) * 18}" fill="${colour}" opacity=".22"/>`,
    `<path d="M${x - 190} 610V330a190 190 0 0 1 380 0V610Z" fill="${colour}" opacity=".18"/>`,
    `<path d="M0 ${330 + pick(4) * 20}Q200 ${220 + pick(5) * 20} 400 330T800 300V610H0Z" fill="${colour}" opacity=".16"/>`,
  ];
  return (
    (shapes[pick(shapes.length)] ?? '') +
    `<rect y="610" width="800" height="190" fill="${light}"/>` +
    `<rect y="610" width="800" height="190" fill="${deep}" opacity=".07"/>`
  );
}

/** Gives a number from 0 to below `count`; each call uses up another byte of the seed. */
export type Pick = (count: number) => number;

function picksFrom(seed: string): Pick {
  const bytes = hash('sha256', `picture:${seed}`, 'buffer');
  let next = 0;
  return (count) => {
    const byte = bytes[next % bytes.length] ?? 0;
    next += 1;
    return byte % count;
  };
}

function escapeXml(text: string): string {
  // Characters that XML does not allow at all would make the picture unreadable.
  const allowed = text.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
  return allowed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
