import { expect, test } from 'vitest';
import { code128 } from './code-128.ts';

/** As a scanner reads it: lengths of what is dark and light in turn. */
function widths(modules: readonly boolean[]): string {
  const runs: number[] = [];
  modules.forEach((dark, at) => {
    if (at === 0 || modules[at - 1] !== dark) runs.push(1);
    else runs[runs.length - 1]! += 1;
  });
  return runs.join('');
}

test('a text is what scanners read: start, letters, check, stop', () => {
  // The sum of 104 + 33·1 + 34·2 + 35·3 is 310, 1 more than three times 103.
  const expected = ['211214', '111323', '131123', '131321', '222122', '2331112'];
  expect(widths(code128('ABC'))).toBe(expected.join(''));
  // Each letter takes eleven modules, and the stop two more.
  expect(code128('K-100042')).toHaveLength(11 * (8 + 3) + 2);
  expect(() => code128('Käse')).toThrow('Code 128');
});
