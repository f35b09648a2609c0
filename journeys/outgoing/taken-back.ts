import { expectStatus, type ApiClient, type ApiReply } from '../people/api-client.ts';

/** What waited to go out and was undone, by the last part of its path. */
export type TakenBack = Readonly<
  Record<'refunds' | 'cancellations' | 'messages' | 'answers', string>
>;

/** Each waited, and was undone before it went out. */
export async function takenBack(
  office: ApiClient,
  orderId: string,
  ticketId: string,
  messageId: string,
): Promise<TakenBack> {
  const undone = async (kind: keyof TakenBack, path: string, body: object) => {
    const wait = { ...body, waitSeconds: 30 };
    const status = kind === 'refunds' || kind === 'answers' ? 201 : 200;
    type Waiting = { outgoing: { outgoingId: string } };
    const asked = await eventually(() => office.post<Waiting>(`/v1/admin/${path}`, wait), status);
    const { outgoingId } = asked.outgoing;
    const undo = `/v1/admin/outgoing/${kind}/${outgoingId}/undo`;
    expectStatus(await office.post(undo), 200);
    return outgoingId;
  };
  const refund = { amountMinor: 1, reason: 'Damaged' };
  return {
    refunds: await undone('refunds', `orders/${orderId}/refunds`, refund),
    cancellations: await undone('cancellations', `orders/${orderId}/cancel`, {}),
    messages: await undone('messages', `messages/${messageId}/resend`, {}),
    answers: await undone('answers', `tickets/${ticketId}/messages`, { message: 'It comes.' }),
  };
}

/** What an event brings about is there soon after. */
export async function eventually<Body>(
  ask: () => Promise<ApiReply<Body>>,
  status: number,
): Promise<Body> {
  for (const endMs = performance.now() + 120_000; ;) {
    const reply = await ask();
    if (reply.status === status || performance.now() > endMs) return expectStatus(reply, status);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
