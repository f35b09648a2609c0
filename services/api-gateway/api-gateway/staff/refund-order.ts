import { order } from '#contracts/order/index.ts';
import { step_up_required } from '#contracts/auth/passkeys.ts';
import { useCase } from '../desk/use-case.ts';

const { refundOrder: refunds } = order.operations;
const { refund_needs_proof: _, ...failures } = refunds.failures;

/**
 * Order knows what is much, and only auth whether a session proved lately who it is: auth is asked
 * where order wants to know. Who asks by a key has proven all that a key can.
 */
export const refundOrder = useCase({
  name: 'adminCreateOrderRefund',
  kind: 'command',
  audience: 'admin',
  access: 'orders:refund',
  idempotency: 'key',
  calls: [['order', 'refundOrder']],
  failures: { ...failures, step_up_required },
  input: refunds.input.omit({ isProven: true }),
  output: refunds.output,
  perform: async (input, { invocation }, { call }) => {
    const reply = await call.order.refundOrder(input, invocation);
    if (reply.ok || reply.failure.code !== 'refund_needs_proof') return reply;
    const proven = await call.auth.requireProof({}, invocation);
    if (!proven.ok) return proven;
    return call.order.refundOrder({ ...input, isProven: true }, invocation);
  },
});
