import { z } from 'zod';
import { unknownSchema, type ExternalCall, type PostalAddress } from '../exchange/external-call.ts';

export type { ExternalCall, PostalAddress, Unknown } from '../exchange/external-call.ts';

export interface AssessRequest {
  /** Our own id of what is assessed, e.g. checkout id and version. */
  transactionId: string;
  event: 'login' | 'registration' | 'checkout';
  ipAddress: string;
  userAgent?: string | undefined;
  email?: string | undefined;
  billing?: PostalAddress | undefined;
  shipping?: PostalAddress | undefined;
  order?: { amountMinor: number; currency: string } | undefined;
  idempotencyKey: string;
}

export const assessResultSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('assessed'),
    providerAssessmentId: z.string(),
    decision: z.enum(['allow', 'challenge', 'deny']),
    /** 0 (harmless) to 99. */
    score: z.number().min(0).max(99),
    reasons: z.array(z.string()),
  }),
  unknownSchema,
]);

export type AssessResult = z.infer<typeof assessResultSchema>;

export interface FraudDetection {
  assess(request: AssessRequest, call?: ExternalCall): Promise<AssessResult>;
  close(): Promise<void>;
}
