import { quickLane } from './quick-lane.ts';

quickLane(1, 2);
