import { z } from 'zod';
import type { ExternalCall } from '../exchange/external-call.ts';
import { refusedSchema, unknownSchema } from '../exchange/external-call.ts';
import type { Keyless } from './port.ts';
import { foundPaymentSchema } from './found-payment.ts';

/** A page of the provider's own on which somebody pays: for whoever has no script, or wants none. */
export interface OpenPageRequest {
  /** Our own id of the payment; kept by the gateway with the page and with its payment. */
  reference: string;
  amountMinor: number;
  /** ISO 4217, upper case. */
  currency: string;
  /** What is paid for, as the page says it. Without personal data. */
  name: string;
  captureMethod: 'manual';
  /** Ask for a payment that can be captured in several parts, where the provider has such. */
  inParts?: boolean;
  /** Ask for a 3-D Secure challenge even where the gateway would not. */
  forceChallenge: boolean;
  /** Where the person goes afterwards, and who turns back. */
  returnUrl: string;
  /** Until when somebody can pay there: UTC, ISO 8601, at least 30 minutes from now. */
  expiresAt: string;
  idempotencyKey: string;
  /** Short strings without personal data. `reference` is added by the adapter. */
  metadata?: Record<string, string>;
}

const page = z.object({
  gatewayPageId: z.string(),
  /** `complete`: somebody paid. What is neither open nor complete lets nobody pay any more. */
  state: z.enum(['open', 'complete', 'expired']),
  /** Of an open one. */
  url: z.string().nullable(),
  /** Null where nobody has tried to pay. */
  payment: foundPaymentSchema.nullable(),
});
export type GatewayPage = z.infer<typeof page>;

export const openPageResultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('opened'), gatewayPageId: z.string(), url: z.string() }),
  z.object({ status: z.literal('declined'), declineCode: z.string() }),
  unknownSchema,
]);
/** `refused`: it is not open any more; its book says what became of it. */
export const endPageResultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('ended'), page }),
  refusedSchema,
  unknownSchema,
]);
export const findPageResultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('found'), page }),
  z.object({ status: z.literal('not_found') }),
  unknownSchema,
]);
export type OpenPageResult = z.infer<typeof openPageResultSchema>;
export type EndPageResult = z.infer<typeof endPageResultSchema>;
export type FindPageResult = z.infer<typeof findPageResultSchema>;

export type FindPageRequest =
  | { gatewayPageId: string }
  /** By our reference, in the gateway's list around the first try (epoch ms). */
  | { reference: string; attemptedAtMs: number };

/** Beside what every gateway does; of one that has no such pages all of it is absent. */
export interface PayPages {
  openPage(request: OpenPageRequest, call?: ExternalCall): Promise<OpenPageResult>;
  /** Nobody can pay there from then on. */
  endPage(
    request: { gatewayPageId: string; idempotencyKey: string },
    call?: ExternalCall,
  ): Promise<EndPageResult>;
  findPage(request: FindPageRequest, call?: ExternalCall): Promise<FindPageResult>;
  /** As `wire` of the gateway. */
  readonly pageWire: { open(request: Keyless<OpenPageRequest>): string };
}
