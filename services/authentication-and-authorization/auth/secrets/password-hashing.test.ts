import { expect, test } from 'vitest';
import { isBusy, PasswordHashing } from './password-hashing.ts';

test('two run, fifty wait, more are turned away at once; then there is room again', async () => {
  const passwords = new PasswordHashing();
  const startMs = performance.now();
  const settledMs: number[] = [];
  const all = Array.from({ length: 60 }, async () => {
    const hashed = await passwords.hash('correct horse battery');
    settledMs.push(performance.now() - startMs);
    return hashed;
  });
  const hashed = await Promise.all(all);
  expect(hashed.filter(isBusy)).toHaveLength(8);
  expect(new Set(hashed.filter((each) => !isBusy(each))).size).toBe(52);
  // Those turned away did not wait for a single check.
  expect(settledMs[7]).toBeLessThan(settledMs.at(-1)! / 4);
  expect(isBusy(await passwords.hash('again'))).toBe(false);
});

test('a check without an account takes as long and fails; a failed one gives its place back', async () => {
  const passwords = new PasswordHashing();
  const hashed = await passwords.hash('correct horse battery');
  if (isBusy(hashed)) throw new Error('busy');
  expect(await passwords.verify(hashed, 'correct horse battery')).toBe(true);
  expect(await passwords.verify(hashed, 'correct horse batterx')).toBe(false);
  for (const none of [null, undefined]) expect(await passwords.verify(none, 'any')).toBe(false);
  for (let index = 0; index < 4; index += 1) {
    await expect(passwords.verify('no hash', 'any')).rejects.toThrow(/Decoding failed/);
  }
  expect(await passwords.verify(hashed, 'correct horse battery')).toBe(true);
});

test('the same password from two keyboards is one', async () => {
  const passwords = new PasswordHashing();
  const hashed = await passwords.hash('Mu\u0308llers Lindenblu\u0308te');
  expect(await passwords.verify(hashed as string, 'M\u00fcllers Lindenbl\u00fcte')).toBe(true);
});
