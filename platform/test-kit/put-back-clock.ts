import { afterAll } from 'vitest';
import * as clock from '#kernel/clock.ts';

/** Files of a worker share one process: none begins at the time to which another moved the clock. */
afterAll(() => clock.setOffsetMs(0));
