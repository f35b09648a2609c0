import { expect, test } from 'vitest';
import { GroupCommit } from './group-commit.ts';

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

test('callers of one moment share a group, and those that come meanwhile share the next', async () => {
  const groups: number[][] = [];
  const group = new GroupCommit<number, number>(async (entries) => {
    groups.push(entries);
    await pause();
    return entries.map((entry) => entry * 10);
  });
  const first = [1, 2, 3].map((entry) => group.submit(entry));
  await Promise.resolve();
  await Promise.resolve();
  const second = [4, 5].map((entry) => group.submit(entry));
  await Promise.resolve();
  await Promise.resolve();
  const third = [6, 7, 8].map((entry) => group.submit(entry));
  expect(await Promise.all([...first, ...second, ...third])).toEqual([
    10, 20, 30, 40, 50, 60, 70, 80,
  ]);
  expect(groups).toEqual([
    [1, 2, 3],
    [4, 5],
    [6, 7, 8],
  ]);
});

test('no more than two groups are in flight', async () => {
  let inFlight = 0;
  let most = 0;
  const group = new GroupCommit<number, number>(async (entries) => {
    most = Math.max(most, (inFlight += 1));
    await pause();
    inFlight -= 1;
    return entries;
  });
  const replies: Promise<number>[] = [];
  for (let entry = 0; entry < 500; entry += 1) {
    replies.push(group.submit(entry));
    if (entry % 50 === 0) await Promise.resolve();
  }
  expect(await Promise.all(replies)).toEqual(Array.from({ length: 500 }, (_, entry) => entry));
  expect(most).toBe(2);
});

test('an entry that throws fails itself alone', async () => {
  const group = new GroupCommit<number, number>(async (entries) => {
    if (entries.includes(13)) throw new Error('unlucky');
    return entries;
  });
  const outcomes = await Promise.allSettled([12, 13, 14].map((entry) => group.submit(entry)));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('an answer is never given to the wrong caller', async () => {
  const group = new GroupCommit<number, number>(async (entries) => entries.slice(0, 1));
  const outcomes = await Promise.allSettled([1, 2].map((entry) => group.submit(entry)));
  expect(outcomes).toMatchObject([{ value: 1 }, { value: 2 }]);
});
