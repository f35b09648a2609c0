import { expect, test } from 'vitest';
import { testInvocation } from '../test-kit/testing.ts';
import { hashesOf, isSameRequest } from './request-key.ts';

const sent = (requestHash?: string) => testInvocation(requestHash ? { requestHash } : {});
const before = { note: 'x' };
/** The same request as a later version reads it, which has a field with a default. */
const after = { note: 'x', urgent: false };

test.each([
  ['by two versions that both say what was sent', after, 'sent', before, 'sent', true],
  ['by one that says it, after a release that did not', before, 'sent', before, undefined, true],
  [
    'by a release that does not say it, after one that did',
    before,
    undefined,
    before,
    'sent',
    true,
  ],
  ['written otherwise, and read alike', before, 'sent  ', before, 'sent', true],
  ['with another body', { note: 'y' }, 'other', before, 'sent', false],
  [
    'with another body, where nobody says what was sent',
    { note: 'y' },
    undefined,
    before,
    undefined,
    false,
  ],
])('a key that is used again %s', (_how, input, hash, recorded, recordedHash, same) => {
  const asked = hashesOf(input, sent(hash));
  expect(isSameRequest(asked, hashesOf(recorded, sent(recordedHash)))).toBe(same);
});
