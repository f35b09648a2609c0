import { quickLane } from './quick-lane.ts';

quickLane(0, 2);
