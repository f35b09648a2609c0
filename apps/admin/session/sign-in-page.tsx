import { KontorProblem, told } from '@kontor/sdk';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { Logo } from '../shell/icon.tsx';
import { useSpeech } from '../words/speech.tsx';
import { SecondStep } from './second-step.tsx';
import { canUsePasskeys, signInWithPasskey } from './passkey.ts';
import { beginSession } from './use-session.ts';

interface Given {
  readonly email: string;
  readonly password: string;
}

/** Nobody is signed in. A notice says why, where somebody was. */
export default function SignInPage({ notice }: { notice: string | null }) {
  const { words } = useSpeech();
  const [challenge, setChallenge] = useState<string>();
  const { shop } = document.documentElement.dataset;
  return (
    <main className="entry">
      <section className="panel entry-panel">
        <p className="brand">
          <Logo />
          Kontor<span className="shop">{shop}</span>
        </p>
        {challenge === undefined ? (
          <PasswordForm notice={notice} onChallenge={setChallenge} />
        ) : (
          <SecondStep challengeToken={challenge} onAgain={() => setChallenge(undefined)} />
        )}
      </section>
      <p className="muted">{words.signIn.forStaff}</p>
    </main>
  );
}

function PasswordForm({
  notice,
  onChallenge,
}: {
  notice: string | null;
  onChallenge: (token: string) => void;
}) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const form = useForm<Given>({ defaultValues: { email: '', password: '' } });
  const { isSubmitting, errors } = form.formState;

  const attempt = async (sign: () => Promise<unknown>) => {
    try {
      await sign();
      await beginSession();
    } catch (error) {
      const challenge = challengeOf(error);
      if (challenge === undefined) form.setError('root', { message: textOf(error) });
      else onChallenge(challenge);
    }
  };
  const send = form.handleSubmit((body) =>
    attempt(() => told(kontor.POST('/v1/browser-session', { body }))),
  );
  return (
    <form className="stacked" onSubmit={(event) => void send(event)} noValidate>
      <h1>{words.signIn.title}</h1>
      {notice !== null && <p className="notice">{words.signIn.notices[notice] ?? notice}</p>}
      {errors.root && (
        <p className="alert" role="alert">
          {errors.root.message}
        </p>
      )}
      <label className="field">
        {words.signIn.email}
        <input
          type="email"
          autoComplete="username"
          autoFocus
          required
          {...form.register('email', { required: true })}
        />
      </label>
      <label className="field">
        {words.signIn.password}
        <input
          type="password"
          autoComplete="current-password"
          required
          {...form.register('password', { required: true })}
        />
      </label>
      <button type="submit" className="button primary" disabled={isSubmitting}>
        {words.signIn.send}
      </button>
      {canUsePasskeys() && (
        <button type="button" className="button" onClick={() => void attempt(signInWithPasskey)}>
          {words.signIn.passkey}
        </button>
      )}
    </form>
  );
}

function challengeOf(error: unknown): string | undefined {
  if (!(error instanceof KontorProblem) || error.code !== 'mfa_required') return undefined;
  return (error.details as { challengeToken: string }).challengeToken;
}
