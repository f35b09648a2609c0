import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

/** Of a style, what names a side of the screen instead of the side where reading begins or ends. */
function physical(css: string): string[] {
  const rules = css.replace(/\/\*[\s\S]*?\*\//g, '');
  const found = [
    /(?:^|[\s;{])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-)?(?:left|right)(?:-[a-z]+)*\s*:[^;}]*/g,
    /border-(?:top|bottom)-(?:left|right)-radius\s*:[^;}]*/g,
    /(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b/g,
    /translateX\([^)]*\)/g,
  ];
  return found.flatMap((each) => rules.match(each) ?? []).map((one) => one.replace(/^[\s;{]+/, ''));
}

test('the look names no side of the screen: a shop may be read from the right', async () => {
  for (const app of ['storefront', 'admin']) {
    const folder = `${import.meta.dirname}/../../${app}/look`;
    const styles = (await readdir(folder)).filter((name) => name.endsWith('.css'));
    expect(styles.length).toBeGreaterThan(1);
    for (const name of styles) {
      expect(physical(await readFile(`${folder}/${name}`, 'utf8')), name).toEqual([]);
    }
  }
});

test.each([
  ['a { margin-left: 1rem; }', 'margin-left: 1rem'],
  ['a{right:0}', 'right:0'],
  ['a { border-left-color: red; }', 'border-left-color: red'],
  ['a { border-top-left-radius: 2px }', 'border-top-left-radius: 2px '],
  ['a { text-align: right; }', 'text-align: right'],
  ['a { transform: translateX(-1rem); }', 'translateX(-1rem)'],
])('refused: %s', (css, what) => {
  expect(physical(css)).toEqual([what]);
});

test.each([
  'a { margin-inline-start: 1rem; inset-inline-end: 0; text-align: start; }',
  '/* left: 0 */ a { border-start-start-radius: 2px; color: var(--right); }',
])('let through: %s', (css) => {
  expect(physical(css)).toEqual([]);
});
