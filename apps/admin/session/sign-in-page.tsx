import { KontorProblem, told } from '@kontor/sdk';
import { useState, type ReactNode } from 'react';
import { kontor } from '../asking/kontor.ts';
import { Logo } from '../shell/icon.tsx';
import { useSpeech } from '../words/speech.tsx';
import { SecondStep } from './second-step.tsx';
import { canUsePasskeys, signInWithPasskey } from './passkey.ts';
import { Missing } from './missing.tsx';
import { useEntryForm } from './use-entry-form.ts';
import { Wordmark } from '../shell/wordmark.tsx';

interface Shown {
  /** Why nobody is signed in, where somebody was. */
  readonly notice: string | null;
  readonly stayed: ReactNode;
  /** The shop knows who it is. */
  readonly onProven: () => Promise<void>;
}

/** Nobody is signed in. */
export default function SignInPage(shown: Shown) {
  const { words } = useSpeech();
  const [challenge, setChallenge] = useState<string>();
  const { shop } = document.documentElement.dataset;
  return (
    <main className="entry">
      <section className="panel entry-panel">
        <p className="brand">
          <Logo />
          <Wordmark />
          <span className="shop">{shop}</span>
        </p>
        {challenge === undefined ? (
          <PasswordForm {...shown} onChallenge={setChallenge} />
        ) : (
          <SecondStep
            challengeToken={challenge}
            onProven={shown.onProven}
            onAgain={() => setChallenge(undefined)}
          />
        )}
      </section>
      <p className="muted">{words.signIn.forStaff}</p>
    </main>
  );
}

function PasswordForm({
  notice,
  stayed,
  onProven,
  onChallenge,
}: Shown & { readonly onChallenge: (token: string) => void }) {
  const { words } = useSpeech();
  const { attempt, submit, fieldOf, isMissing, problem, isSending } = useEntryForm(names);

  const enter = async (sign: () => Promise<unknown>) => {
    try {
      await sign();
      await onProven();
    } catch (error) {
      const challenge = challengeOf(error);
      if (challenge === undefined) throw error;
      onChallenge(challenge);
    }
  };
  const send = submit((body) => enter(() => told(kontor.POST('/v1/browser-session', { body }))));
  return (
    <form className="stacked" onSubmit={send} noValidate>
      <h1>{words.signIn.title}</h1>
      {stayed}
      {notice !== null && <p className="notice">{words.signIn.notices[notice] ?? notice}</p>}
      {problem !== undefined && (
        <p className="alert" role="alert">
          {problem}
        </p>
      )}
      {names.map((name) => (
        <label key={name} className="field">
          {words.signIn[name]}
          <input {...kinds[name]} {...fieldOf(name)} />
          {isMissing(name) && <Missing name={name} />}
        </label>
      ))}
      <button type="submit" className="button primary" disabled={isSending}>
        {words.signIn.send}
      </button>
      {canUsePasskeys() && (
        <button
          type="button"
          className="button"
          onClick={() => void attempt(() => enter(signInWithPasskey))}
        >
          {words.signIn.passkey}
        </button>
      )}
    </form>
  );
}

const names = ['email', 'password'] as const;
const kinds = {
  email: { type: 'email', autoComplete: 'username', autoFocus: true },
  password: { type: 'password', autoComplete: 'current-password' },
} as const;

function challengeOf(error: unknown): string | undefined {
  if (!(error instanceof KontorProblem) || error.code !== 'mfa_required') return undefined;
  return (error.details as { challengeToken: string }).challengeToken;
}
