import { KontorProblem, told } from '@kontor/sdk';
import { useEffect, useId, useState } from 'react';
import { useForm, type UseFormRegisterReturn } from 'react-hook-form';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { Logo } from '../shell/icon.tsx';
import { Wordmark } from '../shell/wordmark.tsx';
import { usePageSpeech } from '../words/speech.tsx';

/** What is surely none is said before anything is sent; the rest says the API. */
const mailAddress = /^\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*$/;

/** As the API asks of passwords. */
const leastCharacters = 10;

/** Of the first administrator until somebody says whose the shop is: nobody reads it. */
const placeholder = 'admin@kontor.example';
const knownOf = (email: string) => (email === placeholder ? '' : email);
const nothing = { password: '', again: '' };

interface Given {
  readonly email: string;
  readonly password: string;
  readonly again: string;
}

/** By a link that is good once: who was invited, or has the shop's first start before them, chooses a password. */
export default function WelcomePage({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const { words } = usePageSpeech();
  const said = words.account.welcome;
  const [link] = useState(readLink);
  // The secret leaves the address as soon as the page has it, and no sooner: what is drawn anew reads it again.
  useEffect(() => history.replaceState(history.state, '', location.pathname), []);
  const { shop } = document.documentElement.dataset;
  return (
    <main className="entry">
      <title>{said.title}</title>
      <section className="panel entry-panel">
        <p className="brand">
          <Logo />
          <Wordmark />
          <span className="shop">{shop}</span>
        </p>
        {link ? (
          <PasswordForm {...link} onSignedIn={onSignedIn} />
        ) : (
          <>
            <h1>{said.title}</h1>
            <p className="alert" role="alert">
              {said.notWhole}
            </p>
            <ToSignIn />
          </>
        )}
      </section>
    </main>
  );
}

interface TakenLink {
  readonly email: string;
  readonly token: string;
  /** Of the shop's first start: whose the shop is is said with it, again where it was mistyped. */
  readonly isFirst: boolean;
}

function readLink(): TakenLink | undefined {
  const given = new URLSearchParams(location.hash.slice(1));
  const [email, token] = [given.get('email'), given.get('token')];
  return email && token ? { email, token, isFirst: given.has('first') } : undefined;
}

function ToSignIn() {
  const { words } = usePageSpeech();
  // A document of its own: nothing of this page stays.
  return (
    <p>
      <a className="link" href="/admin">
        {words.account.welcome.toSignIn}
      </a>
    </p>
  );
}

function PasswordForm({
  email,
  token,
  isFirst,
  onSignedIn,
}: TakenLink & { onSignedIn: () => Promise<void> }) {
  const { words } = usePageSpeech();
  const said = words.account.welcome;
  const textOf = useProblemText();
  const form = useForm<Given>({ defaultValues: { ...nothing, email: knownOf(email) } });
  const { errors, isSubmitting } = form.formState;
  const [isOver, setOver] = useState(false);
  const send = form.handleSubmit(async ({ email: chosen, password }) => {
    const own = isFirst ? chosen.trim() : email;
    try {
      const body = { token, newPassword: password, ...(isFirst && { email: own }) };
      await told(kontor.POST('/v1/auth/password-reset/confirm', { body }));
    } catch (error) {
      setOver(error instanceof KontorProblem && error.code === 'link_invalid');
      form.setError('root', { message: textOf(error) });
      return;
    }
    try {
      await told(kontor.POST('/v1/browser-session', { body: { email: own, password } }));
      await onSignedIn();
    } catch {
      // The password is set: who has a second factor, too, signs in as always.
      location.assign('/admin');
    }
  });
  return (
    <form className="stacked" onSubmit={(event) => void send(event)} noValidate>
      <h1>{said.title}</h1>
      {!isFirst && <p>{said.what(email)}</p>}
      {errors.root && (
        <p className="alert" role="alert">
          {isOver ? said.over : errors.root.message}
        </p>
      )}
      {isOver && <ToSignIn />}
      {isFirst ? (
        <OwnAddress
          isWrong={errors.email !== undefined}
          registered={form.register('email', { required: true, pattern: mailAddress })}
        />
      ) : (
        <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
      )}
      <NewPassword
        label={said.password}
        hint={said.length}
        wrong={errors.password?.message}
        registered={form.register('password', {
          required: said.needed,
          minLength: { value: leastCharacters, message: said.length },
        })}
      />
      <NewPassword
        label={said.again}
        wrong={errors.again?.message}
        registered={form.register('again', {
          validate: (again, { password }) => again === password || said.differs,
        })}
      />
      <button type="submit" className="button primary" disabled={isSubmitting || isOver}>
        {said.send}
      </button>
    </form>
  );
}

interface AddressShown {
  readonly isWrong: boolean;
  readonly registered: UseFormRegisterReturn;
}

/** Whose the shop is: asked by the link of its first start. */
function OwnAddress({ isWrong, registered }: AddressShown) {
  const { words } = usePageSpeech();
  const said = words.account.welcome;
  const id = useId();
  return (
    <label className="field">
      {said.email}
      <input
        type="email"
        autoComplete="username"
        required
        maxLength={254}
        aria-invalid={isWrong}
        aria-describedby={id}
        {...registered}
      />
      <span id={id} className={isWrong ? 'wrong' : 'muted'}>
        {isWrong ? said.noEmail : said.emailWhat}
      </span>
    </label>
  );
}

interface NewPasswordShown {
  readonly label: string;
  readonly hint?: string;
  readonly wrong: string | undefined;
  readonly registered: UseFormRegisterReturn;
}

function NewPassword({ label, hint, wrong, registered }: NewPasswordShown) {
  const id = useId();
  const said = wrong ?? hint;
  return (
    <label className="field">
      {label}
      <input
        type="password"
        autoComplete="new-password"
        required
        aria-invalid={wrong !== undefined}
        aria-describedby={said === undefined ? undefined : id}
        {...registered}
      />
      {said !== undefined && (
        <span id={id} className={wrong === undefined ? 'muted' : 'wrong'}>
          {said}
        </span>
      )}
    </label>
  );
}
