import type { FaultScenario } from './scenario.ts';
import { partitionBetweenServices } from './scenarios/f13-partition-between-services.ts';
import { gatewayExecutedReplyLost } from './scenarios/f14-gateway-executed-reply-lost.ts';
import { slowDependency } from './scenarios/f15-slow-dependency.ts';
import { providerBurst } from './scenarios/f16-provider-burst.ts';
import { providerLies } from './scenarios/f17-provider-lies.ts';
import { resiliencyMatrix } from './scenarios/f18-resiliency-matrix.ts';
import { webhookDuplicates } from './scenarios/f19-webhook-duplicates.ts';
import { webhooksOutOfOrder } from './scenarios/f20-webhooks-out-of-order.ts';
import { webhookLate } from './scenarios/f21-webhook-late.ts';
import { browserNeverReturns } from './scenarios/f22-browser-never-returns.ts';
import { outboxFaults } from './scenarios/f23-outbox-faults.ts';
import { duplicateSubmits } from './scenarios/f24-duplicate-submits.ts';
import { flashSale } from './scenarios/f25-flash-sale.ts';
import { sharedStock } from './scenarios/f26-shared-stock.ts';
import {
  captureAndVoidRace,
  staffAndCustomerRace,
} from './scenarios/f29-staff-and-customer-race.ts';
import { dayOffInAnEffect } from './scenarios/f33-day-off-in-an-effect.ts';
import { lateRefusals } from './scenarios/f35-late-refusals.ts';
import { paidOnPage } from './scenarios/f37-paid-on-a-page.ts';

/** What partners and clients do wrong: neighbours, providers, webhooks, browsers, staff. */
export const providerScenarios: readonly FaultScenario[] = [
  partitionBetweenServices,
  gatewayExecutedReplyLost,
  slowDependency,
  providerBurst,
  providerLies,
  resiliencyMatrix,
  webhookDuplicates,
  webhooksOutOfOrder,
  webhookLate,
  browserNeverReturns,
  outboxFaults,
  duplicateSubmits,
  flashSale,
  sharedStock,
  staffAndCustomerRace,
  captureAndVoidRace,
  dayOffInAnEffect,
  lateRefusals,
  paidOnPage,
];
