import { KontorProblem } from '@kontor/sdk';
import { useProblemText } from '../asking/problem-text.ts';
import { usePageSpeech } from '../words/speech.tsx';
import type { useTestMail } from './use-test-mail.ts';

/** What who carries mails said of it, in words; their own words where they refused it. */
export function TestMailOutcome({ sent }: { sent: ReturnType<typeof useTestMail> }) {
  const { words } = usePageSpeech();
  const said = words.settings.mail;
  const textOf = useProblemText();
  const { data, error } = sent;
  const isStopped = error instanceof KontorProblem && error.code === 'address_stopped';
  return (
    <>
      <div role="status">
        {data?.outcome === 'sent' && (
          <p className="notice">
            {data.sandbox ? said.inSandbox : said.taken(sent.variables!.email, data.provider)}
          </p>
        )}
        {data && data.outcome !== 'sent' && (
          <p className="alert">
            {said[data.outcome](data.provider)}{' '}
            {data.detail !== null && <span className="mono">{data.detail}</span>}
          </p>
        )}
      </div>
      {error && (
        <p className="alert" role="alert">
          {isStopped ? said.stopped : textOf(error)}
        </p>
      )}
    </>
  );
}
