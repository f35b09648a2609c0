import { crashLane } from './crash-lane.ts';

await crashLane(0, 2);
