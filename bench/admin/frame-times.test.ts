import { expect, test } from 'vitest';
import { frameTimesOf, type TraceEvent } from './frame-times.ts';

const event = (name: string, ts: number, dur: number, tid = 1): TraceEvent => ({
  name,
  ph: 'X',
  ts: ts * 1_000,
  dur: dur * 1_000,
  tid,
  pid: 1,
});

test('of each frame script and layout count once, and of the thread that scrolls alone', () => {
  const frames = [0, 16, 32, 48].flatMap((at) => [
    event('RunTask', at, 6),
    event('FireAnimationFrame', at, 2),
    // Within the frame's own script, so it is a part of it.
    event('FunctionCall', at + 0.5, 1),
    event('Layout', at + 3, 3),
    event('Paint', at + 7, 5),
  ]);
  const elsewhere = event('FunctionCall', 4, 10, 2);
  const slow = [event('RunTask', 36, 60), event('TimerFire', 36, 60)];
  expect(frameTimesOf([...frames, elsewhere])).toEqual({
    frames: 3,
    p95Ms: 5,
    longestTaskMs: 6,
  });
  expect(frameTimesOf([...frames, ...slow]).longestTaskMs).toBe(60);
  expect(frameTimesOf([])).toEqual({ frames: 0, p95Ms: 0, longestTaskMs: 0 });
});
