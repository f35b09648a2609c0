import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { h } from 'preact';
import { expect, test } from 'vitest';
import { keptHtml } from './kept-html.ts';

/** Made anew, or as it was kept. */
function ask(of: string, text: string) {
  let isMade = false;
  const html = keptHtml(of, () => {
    isMade = true;
    return h('p', null, text);
  });
  return { isMade, html };
}

test('a part is made once, until so much else was asked for that it is forgotten', () => {
  expect(ask('first', 'One')).toEqual({ isMade: true, html: '<p>One</p>' });
  expect(ask('first', 'One')).toEqual({ isMade: false, html: '<p>One</p>' });
  const text = 'x'.repeat(30_000);
  for (let index = 0; index < 500; index += 1) ask(`other ${index}`, text);
  expect(ask('first', 'One').isMade).toBe(true);
  expect(ask('other 499', text).isMade).toBe(false);
});

test('what is long is never kept, neither its words nor what it is asked by', () => {
  const long = 'x'.repeat(60_001);
  expect(ask('long', long).isMade).toBe(true);
  expect(ask('long', long).isMade).toBe(true);
  expect(ask(long, 'short').isMade).toBe(true);
  expect(ask(long, 'short').isMade).toBe(true);
});

test('what is kept takes as many bytes as it has letters, however many pieces it was made of', () => {
  setFlagsFromString('--expose-gc');
  const clean = runInNewContext('gc') as () => void;
  const items = Array.from({ length: 1_000 }, (_, n) => h('li', { key: n }, `${n}`));
  const before = bytesAfter(clean);
  let letters = 0;
  for (let index = 0; index < 100; index += 1) {
    const of = `many pieces ${index}`;
    letters += keptHtml(of, () => h('ul', null, of, items)).length;
  }
  expect(letters).toBeGreaterThan(1_000_000);
  expect(bytesAfter(clean) - before).toBeLessThan(1.5 * letters);
});

function bytesAfter(clean: () => void): number {
  clean();
  return process.memoryUsage().heapUsed;
}
