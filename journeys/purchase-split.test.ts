import { purchaseJourneys } from './purchase-journeys.ts';

purchaseJourneys('split');
