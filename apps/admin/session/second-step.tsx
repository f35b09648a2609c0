import { told } from '@kontor/sdk';
import { kontor } from '../asking/kontor.ts';
import { useSpeech } from '../words/speech.tsx';
import { Missing } from './missing.tsx';
import { useEntryForm } from './use-entry-form.ts';

const names = ['code'] as const;

/** A code of the authenticator app, or one of the recovery codes. */
export function SecondStep({
  challengeToken,
  onProven,
  onAgain,
}: {
  challengeToken: string;
  onProven: () => Promise<void>;
  onAgain: () => void;
}) {
  const { words } = useSpeech();
  const { submit, fieldOf, isMissing, problem, isSending } = useEntryForm(names);
  const send = submit(async ({ code }) => {
    const body = { challengeToken, code: code.trim() };
    await told(kontor.POST('/v1/browser-session/mfa', { body }));
    await onProven();
  });
  return (
    <form className="stacked" onSubmit={send} noValidate>
      <h1>{words.signIn.secondTitle}</h1>
      <p className="muted">{words.signIn.secondWhat}</p>
      {problem !== undefined && (
        <p className="alert" role="alert">
          {problem}
        </p>
      )}
      <label className="field">
        {words.signIn.code}
        <input inputMode="numeric" autoComplete="one-time-code" autoFocus {...fieldOf('code')} />
        {isMissing('code') && <Missing name="code" />}
      </label>
      <button type="submit" className="button primary" disabled={isSending}>
        {words.signIn.send}
      </button>
      <button type="button" className="button" onClick={onAgain}>
        {words.signIn.again}
      </button>
    </form>
  );
}
