import { story } from '#platform/resting/story.ts';

/** The long stories of an order, each by the order's id but those of a refund. */

export const placingStory = story({
  name: 'order_process',
  holds: {
    /** The gateway's next word about the payment reopens it. */
    payment_in_review: { words: 'the payment is held for review' },
    /** Until the order is cancelled, or the warehouse refuses to stop. */
    cancelling: { words: 'the order is being cancelled' },
  },
});
export const cancellingStory = story({ name: 'cancel_order' });
export const confirmationStory = story({ name: 'send_confirmation' });
export const disputeStory = story({ name: 'dispute_order' });
export const shipmentCaptureStory = story({ name: 'capture_order' });
/** By the refund's id. */
export const refundStory = story({ name: 'refund_order' });
/** By the refund's id. */
export const creditNoteStory = story({ name: 'cancel_credit_note' });
/** By `<order>:<change>:<sku>`. */
export const expectedOnStory = story({ name: 'tell_expected_on' });
/** By `<order>:<step>`. */
export const reminderStory = story({ name: 'remind_payment' });
/** By the lookup's id. */
export const lookupStory = story({ name: 'send_order_link' });
/** By the withdrawal's id. */
export const acknowledgingStory = story({ name: 'acknowledge_withdrawal' });
