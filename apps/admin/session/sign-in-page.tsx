import { KontorProblem, told } from '@kontor/sdk';
import { useState, type ReactNode } from 'react';
import { useForm, type UseFormRegisterReturn } from 'react-hook-form';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { Logo } from '../shell/icon.tsx';
import { useSpeech } from '../words/speech.tsx';
import { SecondStep } from './second-step.tsx';
import { canUsePasskeys, signInWithPasskey } from './passkey.ts';
import { Missing } from './missing.tsx';
import { Wordmark } from '../shell/wordmark.tsx';

interface Given {
  readonly email: string;
  readonly password: string;
}

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
  const textOf = useProblemText();
  const form = useForm<Given>({ defaultValues: { email: '', password: '' } });
  const { isSubmitting, errors } = form.formState;

  const attempt = async (sign: () => Promise<unknown>) => {
    form.clearErrors();
    try {
      await sign();
      await onProven();
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
      {stayed}
      {notice !== null && <p className="notice">{words.signIn.notices[notice] ?? notice}</p>}
      {errors.root && (
        <p className="alert" role="alert">
          {errors.root.message}
        </p>
      )}
      <Field
        name="email"
        isMissing={errors.email !== undefined}
        registered={form.register('email', { required: true })}
      />
      <Field
        name="password"
        isMissing={errors.password !== undefined}
        registered={form.register('password', { required: true })}
      />
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

const kinds = {
  email: { type: 'email', autoComplete: 'username', autoFocus: true },
  password: { type: 'password', autoComplete: 'current-password' },
} as const;

function Field({
  name,
  isMissing,
  registered,
}: {
  name: keyof Given;
  isMissing: boolean;
  registered: UseFormRegisterReturn;
}) {
  const { words } = useSpeech();
  return (
    <label className="field">
      {words.signIn[name]}
      <input
        required
        aria-invalid={isMissing}
        aria-describedby={isMissing ? `${name}-missing` : undefined}
        {...kinds[name]}
        {...registered}
      />
      {isMissing && <Missing name={name} />}
    </label>
  );
}

function challengeOf(error: unknown): string | undefined {
  if (!(error instanceof KontorProblem) || error.code !== 'mfa_required') return undefined;
  return (error.details as { challengeToken: string }).challengeToken;
}
