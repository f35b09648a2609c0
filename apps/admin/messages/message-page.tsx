import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useProblemText } from '../asking/problem-text.ts';
import { ReadPage } from '../asking/read-page.tsx';
import { isUnclear } from '../asking/unclear.ts';
import { useSteps } from '../lists/use-steps.ts';
import { useMay } from '../session/use-session.ts';
import { useKeys } from '../shell/use-keys.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { MessageChip, useKindName } from './message-chips.tsx';
import { MessageContent } from './message-content.tsx';
import { MessageParts } from './message-parts.tsx';
import { useMessage, useResend, type Message } from './use-messages.ts';

const route = getRouteApi('/messages/$messageId');

/** One message: what it said, as it went out, and how it fared. */
export function MessagePage() {
  const { messageId } = route.useParams();
  return (
    <ReadPage reading={useMessage(messageId)}>
      {(message) => <MessageShown key={messageId} message={message} />}
    </ReadPage>
  );
}

function MessageShown({ message }: { message: Message }) {
  const { words, formats } = usePageSpeech();
  const kindOf = useKindName();
  const { messageId, template, subject, email, phone, createdAt, locale, resentOf } = message;
  const { before, after, back } = useSteps(messageId, '/messages', (id) => ({
    to: '/messages/$messageId',
    params: { messageId: id },
  }));
  useKeys({ j: after, k: before, Escape: back });
  const names = words.messages;
  return (
    <div className="page">
      <title>{subject ?? kindOf(template)}</title>
      <div className="head">
        <div>
          <Link
            className="back"
            to="/messages"
            onClick={(event) => {
              event.preventDefault();
              back();
            }}
          >
            {names.title}
          </Link>
          <h1>
            {subject ?? kindOf(template)} <MessageChip message={message} />
          </h1>
          <p className="num facts">
            <span>{kindOf(template)}</span>
            <span>{[email, phone].filter(Boolean).join(', ') || names.nobody}</span>
            <span>{formats.moment(createdAt)}</span>
            <span>{locale}</span>
          </p>
          {resentOf && (
            <p>
              <Link className="link" to="/messages/$messageId" params={{ messageId: resentOf }}>
                {names.copyOf}
              </Link>
            </p>
          )}
        </div>
        <Resend key={message.state} message={message} />
      </div>
      <div className="cols">
        <div>
          <MessageContent message={message} />
        </div>
        <div>
          <MessageParts message={message} />
        </div>
      </div>
    </div>
  );
}

/**
 * What was sent goes out once more as one of its own, which is shown then; what failed is tried
 * again. One for each state: a try whose answer was lost is not gone on with as something else.
 */
function Resend({ message }: { message: Message }) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const may = useMay();
  const router = useRouter();
  const sent = useResend(message);
  const { state } = message;
  const names = words.messages;
  if (!may('notifications:write') || (state !== 'sent' && state !== 'failed')) return null;
  const send = () =>
    sent.mutate(undefined, {
      // One that waits is not there to be shown yet.
      onSuccess: ({ messageId, outgoing }) => {
        if (outgoing) return;
        void router.navigate({ to: '/messages/$messageId', params: { messageId } });
      },
    });
  return (
    <div className="resend">
      <button type="button" className="button" disabled={sent.isPending} onClick={send}>
        {state === 'failed' ? names.retry : names.resend}
      </button>
      <p className="muted">{names.final}</p>
      {sent.error && (
        <p className="alert" role="alert">
          {textOf(sent.error)} {isUnclear(sent.error) && words.refund.sameAgain}
        </p>
      )}
    </div>
  );
}
