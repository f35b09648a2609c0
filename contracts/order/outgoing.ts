import { listOutgoing, undoOutgoing } from '../every-service/outgoing.ts';

/** Refunds and cancellations that wait before they go out. */
export const outgoing = {
  listOutgoing: listOutgoing('orders:read'),
  undoRefund: undoOutgoing('orders:refund'),
  undoCancellation: undoOutgoing('orders:write'),
} as const;
