import { everyJourney } from './every-journey.ts';

everyJourney('split');
