import { byCard, dieAtEachStep } from './die-at-each-step.ts';

await dieAtEachStep(byCard);
