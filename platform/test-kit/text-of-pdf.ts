import { inflateSync } from 'node:zlib';

/**
 * What the pages show, a line for each thing that is marked as one: letters are found by the map
 * that each embedded font has. Right-to-left text comes as it stands on the page, from left to right.
 */
export function textOfPdf(pdf: Buffer): string {
  const source = pdf.toString('latin1');
  const streams = streamsOf(pdf, source);
  const letters = new Map(
    [...source.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, font = '', object = '']) => [
      font,
      lettersOf(streams.get(toUnicodeOf(source, object)) ?? ''),
    ]),
  );
  const pages = [...streams.values()].filter((stream) => stream.includes('BT\n'));
  return pages
    .flatMap((page) => page.split(/\bEMC\b/).map((part) => shown(part, letters)))
    .join('\n');
}

function streamsOf(pdf: Buffer, source: string): Map<string, string> {
  const streams = new Map<string, string>();
  for (const { 1: object = '', index } of source.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const end = source.indexOf('endobj', index);
    const from = source.indexOf('stream\n', index);
    if (from < 0 || from > end) continue;
    streams.set(object, inflate(pdf.subarray(from + 7, source.indexOf('endstream', from))));
  }
  return streams;
}

function toUnicodeOf(source: string, object: string): string {
  const at = source.indexOf(`\n${object} 0 obj\n`);
  return /\/ToUnicode (\d+) 0 R/.exec(source.slice(at, source.indexOf('endobj', at)))?.[1] ?? '';
}

function lettersOf(map: string): ReadonlyMap<number, string> {
  const letters = new Map<number, string>();
  for (const [, from = '', list = ''] of map.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g)) {
    [...list.matchAll(/<([0-9a-f ]*)>/g)].forEach(([, hex = ''], nth) => {
      const text = Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le');
      letters.set(Number.parseInt(from, 16) + nth, text);
    });
  }
  return letters;
}

function shown(content: string, letters: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let [text, font, line] = ['', '', ''];
  const written = /1 0 0 1 \S+ (\S+) Tm|\/(F\d+) \S+ Tf|\[([^\]]*)\] TJ/g;
  for (const [, y, next, array] of content.matchAll(written)) {
    if (y !== undefined) {
      if (text !== '' && y !== line) text += ' ';
      line = y;
    }
    font = next ?? font;
    for (const [, hex = ''] of (array ?? '').matchAll(/<([0-9a-f]*)>/g)) {
      for (const glyph of hex.match(/.{4}/g) ?? []) {
        text += letters.get(font)?.get(Number.parseInt(glyph, 16)) ?? '';
      }
    }
  }
  return text;
}

function inflate(bytes: Buffer): string {
  try {
    return inflateSync(bytes).toString('latin1');
  } catch {
    return '';
  }
}
