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
import type { MessageFiles } from './message-files.ts';
import type { FilledMessage, Renderer } from '../templates/render-message.ts';
import { keepWords, type KeptWords } from './message-words.ts';
import { unreached } from '../reports/unreached.ts';
import { suppressedAlong } from '../reports/suppress.ts';
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
export function sendingStory(
  context: Context,
  renderer: Renderer,
  files: MessageFiles,
): StoryShape {
  const kept: KeptWords = new Set();
  const slots = bulkhead(sendingAtOnce, Number.MAX_SAFE_INTEGER);
  return {
    story: messageStory,
    advance: (messageId, invocation) =>
      slots.execute(() => sendOnce(context, { renderer, kept, files }, messageId, invocation)),
  };
}

async function sendOnce(
  context: Context,
  { renderer, kept, files }: { renderer: Renderer; kept: KeptWords; files: MessageFiles },
  messageId: string,
  invocation: Invocation,
): Promise<void> {
  const claim = claimMessage(messageId, renderer.lastLocale);
  const [message] = await context.database.write<ClaimedMessage>('claim', claim, invocation);
  if (!message) return endStory(context, messageId, invocation);
  const parts = openParts(context.settings, renderer, message);
  const [email, sms] = await Promise.all([
    message.emailState === 'sending'
      ? sendEmail(context, { message, parts, files }, invocation)
      : null,
    message.smsState === 'sending' ? sendSms(context, message, parts, invocation) : null,
  ]);
  const sent = email?.state === 'sent' || sms?.state === 'sent';
  const filled = sent && parts.ok ? parts.filled : null;
  if (filled) await keepWords(context, kept, filled.of, invocation);
  await settle(context, message, { email, sms, filled }, invocation);
}

interface Outcomes {
  readonly email: PartOutcome | null;
  readonly sms: PartOutcome | null;
  /** What was sent. */
  readonly filled: FilledMessage | null;
}

async function settle(
  { database, log }: Context,
  message: ClaimedMessage,
  { email, sms, filled }: Outcomes,
  invocation: Invocation,
): Promise<void> {
  const again = email?.state === 'queued' || sms?.state === 'queued';
  const move = {
    moved: settleMessage(message, email, sms, filled),
    finishes: again ? [] : [{ story: messageStory, id: message.id }],
    events: [
      ...unreached(message, 'email', email?.state === 'queued' ? null : (email?.error ?? null)),
      ...unreached(message, 'sms', sms?.state === 'failed' ? sms.error : null),
    ],
    // The provider knows of a wish that nobody told here.
    parts: sms?.error?.startsWith('unsubscribed') ? [suppressedAlong(message, 'stop')] : [],
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
