import { order } from '#contracts/order/index.ts';
import { step_up_required } from '#contracts/auth/passkeys.ts';
import { useCase } from '../desk/use-case.ts';

const { startOrderBulk: starts } = order.operations;
const { refund_needs_proof: _, ...failures } = starts.failures;

/** Cancels many, among other things: what they give back together counts as a refund of so much. */
export const startOrderBulk = useCase({
  name: 'adminCreateOrderBulk',
  kind: 'command',
  audience: 'admin',
  access: 'orders:write',
  idempotency: 'key',
  calls: [['order', 'startOrderBulk']],
  failures: { ...failures, step_up_required },
  input: starts.input.omit({ isProven: true }),
  output: starts.output,
  perform: async (input, { invocation }, { call }) => {
    const reply = await call.order.startOrderBulk(input, invocation);
    if (reply.ok || reply.failure.code !== 'refund_needs_proof') return reply;
    const proven = await call.auth.requireProof({}, invocation);
    if (!proven.ok) return proven;
    return call.order.startOrderBulk({ ...input, isProven: true }, invocation);
  },
});
