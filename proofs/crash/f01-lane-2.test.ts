import { crashLane } from './crash-lane.ts';

await crashLane(1, 2);
