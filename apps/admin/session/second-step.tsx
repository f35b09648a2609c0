import { told } from '@kontor/sdk';
import { useForm } from 'react-hook-form';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { useSpeech } from '../words/speech.tsx';
import { Missing } from './missing.tsx';

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
  const textOf = useProblemText();
  const form = useForm<{ code: string }>({ defaultValues: { code: '' } });
  const { isSubmitting, errors } = form.formState;
  const send = form.handleSubmit(async ({ code }) => {
    try {
      const body = { challengeToken, code: code.trim() };
      await told(kontor.POST('/v1/browser-session/mfa', { body }));
      await onProven();
    } catch (error) {
      form.setError('root', { message: textOf(error) });
    }
  });
  return (
    <form className="stacked" onSubmit={(event) => void send(event)} noValidate>
      <h1>{words.signIn.secondTitle}</h1>
      <p className="muted">{words.signIn.secondWhat}</p>
      {errors.root && (
        <p className="alert" role="alert">
          {errors.root.message}
        </p>
      )}
      <label className="field">
        {words.signIn.code}
        <input
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          required
          aria-invalid={errors.code !== undefined}
          aria-describedby={errors.code ? 'code-missing' : undefined}
          {...form.register('code', { required: true })}
        />
        {errors.code && <Missing name="code" />}
      </label>
      <button type="submit" className="button primary" disabled={isSubmitting}>
        {words.signIn.send}
      </button>
      <button type="button" className="button" onClick={onAgain}>
        {words.signIn.again}
      </button>
    </form>
  );
}
