import { states, type StateOf } from '#kernel/states.ts';

export type MessageState = 'queued' | 'sent' | 'suppressed' | 'failed';

/**
 * A part is the message's e-mail or its SMS. Whoever takes up a message whose sender died cannot know
 * whether it was sent: the part stays `sending`, and is sent again under the same Message-ID.
 */
export const partMoves = states(
  'message_part',
  {
    table: 'message',
    columns: ['email_state', 'sms_state'],
    states: ['none', 'queued', 'sending', 'sent', 'failed', 'suppressed'],
    first: ['none', 'queued'],
  },
  {
    take_up: ['queued', '→', 'sending'],
    put_back: ['sending', '→', 'queued'],
    deliver: ['sending', '→', 'sent'],
    fail: ['sending', '→', 'failed'],
    suppress: ['sending', '→', 'suppressed'],
    retry: ['failed', '→', 'queued'],
  },
);

export type PartState = StateOf<typeof partMoves>;

/**
 * What its provider reports of a part that was sent. Reports come late, twice and in no order: what
 * leads back is no move. A mail can come back after it was taken, a text cannot.
 */
export const deliveryMoves = states(
  'message_delivery',
  {
    table: 'message',
    columns: ['email_delivery_state', 'sms_delivery_state'],
    states: ['none', 'accepted', 'sent', 'delivered', 'undelivered'],
    first: 'none',
  },
  {
    accept: ['none', '→', 'accepted'],
    send: ['none', 'accepted', '→', 'sent'],
    deliver: ['none', 'accepted', 'sent', '→', 'delivered'],
    give_up: ['none', 'accepted', 'sent', '→', 'undelivered'],
    come_back: ['delivered', '→', 'undelivered'],
  },
);

/** How a part that was taken up comes out. */
export const partOutcomes = [
  partMoves.put_back,
  partMoves.deliver,
  partMoves.fail,
  partMoves.suppress,
];
