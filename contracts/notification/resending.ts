import { z } from 'zod';
import { command, failure } from '#kernel/contract.ts';
import { messageShape, openMessageState } from './message-shapes.ts';
import {
  listOutgoing,
  mayWait,
  outgoing_waits,
  undoOutgoing,
  waitsSinceVersion2,
} from '../every-service/outgoing.ts';
import { id } from '../shapes.ts';

/** What was sent and did not arrive is sent once more, as a message of its own. */
export const resendingPromises = {
  resendMessage: command({
    ...waitsSinceVersion2,
    scope: 'thing',
    access: 'notifications:write',
    idempotency: 'key',
    input: z.strictObject({ messageId: id, ...mayWait }),
    output: messageShape,
    failures: {
      message_not_found: failure('not_found'),
      /** It is on its way, has failed (then it is retried), or what it said is not kept. */
      message_not_resendable: failure('conflict', z.strictObject({ state: openMessageState })),
      outgoing_waits,
    },
  }),
  listOutgoingMessages: listOutgoing('notifications:read'),
  undoResend: undoOutgoing('notifications:write'),
} as const;
