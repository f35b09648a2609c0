import { bulkhead } from 'cockatiel';
import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import {
  claimMessage,
  settleMessage,
  type ClaimedMessage,
  type PartOutcome,
  messageStory,
} from './message-store.ts';
import type { Renderer } from '../templates/render-message.ts';
import { openParts, sendEmail, sendSms } from './send-parts.ts';

type Context = ServiceContext<'notification'>;

/** Mails are rendered and sent beside purchases: few at once keep the process free for those. */
const sendingAtOnce = 4;

/**
 * Sends one message: take it up → send its parts → record how they came out, and the story ends.
 *
 * A part whose outcome was recorded is never sent again. A sender that dies between the provider's
 * answer and that record, or that loses the answer, cannot know what happened. Of an SMS the
 * provider's list is asked, and it is sent again only where it does not stand there. Nobody can ask
 * an SMTP server: a mail is then sent again under the same Message-ID, which lets mailboxes drop the
 * second one. No other case repeats.
 */
export function sendingStory(context: Context, renderer: Renderer): StoryShape {
  const slots = bulkhead(sendingAtOnce, Number.MAX_SAFE_INTEGER);
  return {
    story: messageStory,
    advance: (messageId, invocation) =>
      slots.execute(() => sendOnce(context, renderer, messageId, invocation)),
  };
}

async function sendOnce(
  context: Context,
  renderer: Renderer,
  messageId: string,
  invocation: Invocation,
): Promise<void> {
  const claim = claimMessage(messageId, renderer.lastLocale);
  const [message] = await context.database.write<ClaimedMessage>('claim', claim, invocation);
  if (!message) return endStory(context, messageId, invocation);
  const parts = openParts(context.settings, renderer, message);
  const [email, sms] = await Promise.all([
    message.emailState === 'sending' ? sendEmail(context, message, parts, invocation) : null,
    message.smsState === 'sending' ? sendSms(context, message, parts, invocation) : null,
  ]);
  await settle(context, message, { email, sms }, invocation);
}

async function settle(
  { database, log }: Context,
  message: ClaimedMessage,
  { email, sms }: { email: PartOutcome | null; sms: PartOutcome | null },
  invocation: Invocation,
): Promise<void> {
  const again = email?.state === 'queued' || sms?.state === 'queued';
  const move = {
    moved: settleMessage(message, email, sms),
    finishes: again ? [] : [{ story: messageStory, id: message.id }],
  };
  // Another sender has taken the message up: it is told of by that one.
  if (!(await database.move('settle', move, invocation))) return;
  for (const [part, outcome] of Object.entries({ email, sms })) {
    if (outcome?.state === 'failed')
      log.warn(
        { invocation, message: message.id, part, error: outcome.error },
        'message could not be sent',
      );
  }
  if (again) throw new Error(`not sent yet: ${email?.error ?? ''} ${sms?.error ?? ''}`.trim());
}

/** The message is done, or it is another's now and that one ends the story. */
async function endStory({ database }: Context, id: string, invocation: Invocation): Promise<void> {
  await database.transaction('end_story', invocation, async (tx) => {
    tx.stories.finish(messageStory, id);
  });
}
