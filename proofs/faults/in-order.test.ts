import { expect, test } from 'vitest';
import { inOrder, oneAfterTheOther } from './in-order.ts';

test('so many run at a time, and each is told when all before it are', async () => {
  const ends = new Map<number, () => void>();
  const told: number[] = [];
  const run = (item: number): Promise<number> =>
    new Promise((resolve) => ends.set(item, () => resolve(item * 10)));
  const all = inOrder([1, 2, 3, 4], 2, run, (outcome) => told.push(outcome));
  const end = async (item: number, next?: number): Promise<void> => {
    ends.get(item)!();
    if (next !== undefined) await expect.poll(() => ends.has(next)).toBe(true);
  };
  expect([...ends.keys()]).toEqual([1, 2]);
  await end(2, 3);
  expect(told).toEqual([]);
  expect([...ends.keys()]).toEqual([1, 2, 3]);
  await end(1, 4);
  expect(told).toEqual([10, 20]);
  await end(4);
  expect(told).toEqual([10, 20]);
  await end(3);
  expect(await all).toEqual([10, 20, 30, 40]);
  expect(told).toEqual([10, 20, 30, 40]);
});

test('one after the other, and nothing at all', async () => {
  const seen: string[] = [];
  const run = (item: string): Promise<string> => {
    seen.push(`run ${item}`);
    return Promise.resolve(item);
  };
  await inOrder(['a', 'b'], 1, run, (outcome) => seen.push(`told ${outcome}`));
  expect(seen).toEqual(['run a', 'told a', 'run b', 'told b']);
  expect(await inOrder([], 3, run, () => {})).toEqual([]);
});

test('one begins when the one before has ended, well or not', async () => {
  const seen: string[] = [];
  const act = oneAfterTheOther(async (name: string) => {
    seen.push(`${name} begins`);
    await Promise.resolve();
    seen.push(`${name} ends`);
    if (name === 'a') throw new Error('a fails');
    return name;
  });
  const [a, b] = await Promise.allSettled([act('a'), act('b')]);
  expect(a).toMatchObject({ status: 'rejected', reason: { message: 'a fails' } });
  expect(b).toEqual({ status: 'fulfilled', value: 'b' });
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});
