import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface PicturesOfPage {
  readonly name: string;
  readonly pictures: readonly { readonly file: string; readonly words: string }[];
}

/** A page that shows all pictures of a folder, four in a row: what was taken before is among them. */
export async function writeIndex(folder: string, pages: readonly PicturesOfPage[]): Promise<void> {
  const files = new Set(await readdir(folder));
  const rows = pages.flatMap(({ name, pictures }) => {
    const there = pictures.filter(({ file }) => files.has(file));
    if (there.length === 0) return [];
    const shown = there.map(
      ({ file, words }) =>
        `<a href="${file}"><img src="${file}" alt="${name}: ${words}" height="320"></a>`,
    );
    return [`## ${name}\n\n${shown.join('\n')}`];
  });
  const text = [
    '# Every page',
    'Made by `npm run screens` of the demo store: each page on a phone and at a desk, light and dark, as far down as 4,000 pixels. A picture opens by a click.',
    ...rows,
  ];
  await writeFile(join(folder, 'README.md'), `${text.join('\n\n')}\n`);
}
