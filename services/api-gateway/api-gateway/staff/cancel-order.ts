import { order } from '#contracts/order/index.ts';
import { step_up_required } from '#contracts/auth/passkeys.ts';
import { useCase } from '../desk/use-case.ts';

const { cancelOrder: cancels } = order.operations;
const { refund_needs_proof: _, ...failures } = cancels.failures;

/** Gives back what was paid: where that is much, as a refund of so much. */
export const cancelOrder = useCase({
  name: 'adminCancelOrder',
  kind: 'command',
  audience: 'admin',
  access: 'orders:write',
  idempotency: 'key',
  calls: [['order', 'cancelOrder']],
  failures: { ...failures, step_up_required },
  input: cancels.input.omit({ isProven: true, orderToken: true }),
  output: cancels.output,
  perform: async (input, { invocation }, { call }) => {
    const reply = await call.order.cancelOrder(input, invocation);
    if (reply.ok || reply.failure.code !== 'refund_needs_proof') return reply;
    const proven = await call.auth.requireProof({}, invocation);
    if (!proven.ok) return proven;
    return call.order.cancelOrder({ ...input, isProven: true }, invocation);
  },
});
