import { told, type Schemas } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { kontor, queryClient } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { canUsePasskeys, makePasskey } from '../session/passkey.ts';
import { useStepUp } from '../session/step-up.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { deviceOf } from './device.ts';

type Passkey = Schemas['Passkey'];

const passkeysKey = ['own', 'passkeys'] as const;
const anew = () => queryClient.invalidateQueries({ queryKey: passkeysKey });

/** Keys of one's devices: they sign in without a password. */
export function PasskeysPanel() {
  const { words } = usePageSpeech();
  const said = words.account.passkeys;
  const textOf = useProblemText();
  const { proven, question } = useStepUp();
  const { data, error } = useQuery({
    queryKey: passkeysKey,
    queryFn: ({ signal }) => told(kontor.GET('/v1/auth/passkeys', { signal })),
  });
  const made = useMutation({
    mutationFn: (name: string) => proven(() => makePasskey(name)),
    onSuccess: anew,
  });
  const removed = useMutation({
    mutationFn: ({ passkeyId }: Passkey) =>
      proven(() =>
        told(kontor.DELETE('/v1/auth/passkeys/{passkeyId}', { params: { path: { passkeyId } } })),
      ),
    onSettled: anew,
  });
  const failed = error ?? made.error ?? removed.error;
  return (
    <section className="panel" aria-labelledby="passkeys" aria-busy={!data && !error}>
      <header>
        <h2 id="passkeys">{said.title}</h2>
      </header>
      <ul className="lines">
        {data?.items.map((passkey) => (
          <PasskeyLine
            key={passkey.passkeyId}
            passkey={passkey}
            onRemove={() => removed.mutate(passkey)}
          />
        ))}
      </ul>
      {failed && (
        <p className="alert" role="alert">
          {textOf(failed)}
        </p>
      )}
      <NewPasskey isMaking={made.isPending} onNamed={made.mutate} />
      {question}
    </section>
  );
}

interface NewShown {
  readonly isMaking: boolean;
  readonly onNamed: (name: string) => void;
}

function NewPasskey({ isMaking, onNamed }: NewShown) {
  const { words } = usePageSpeech();
  const said = words.account.passkeys;
  const [name, setName] = useState(() => deviceOf(navigator.userAgent) ?? '');
  if (!canUsePasskeys()) return <p className="fields muted">{said.cannot}</p>;
  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault();
        onNamed(name.trim());
      }}
    >
      <p className="muted">{said.what}</p>
      <label className="field">
        {said.name}
        <input
          required
          maxLength={60}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      </label>
      <p className="form-end">
        <button type="submit" className="button primary" disabled={isMaking}>
          {said.add}
        </button>
      </p>
    </form>
  );
}

function PasskeyLine({ passkey, onRemove }: { passkey: Passkey; onRemove: () => void }) {
  const { words, formats } = usePageSpeech();
  const said = words.account.passkeys;
  const { name, host, createdAt, lastUsedAt, isSynced } = passkey;
  return (
    <li>
      <div>
        <b>{name}</b> {isSynced && <span className="chip">{said.synced}</span>}
        <p className="muted num">
          {host} {said.since(formats.day(new Date(createdAt)))}{' '}
          {lastUsedAt === null ? said.neverUsed : said.lastUsed(formats.moment(lastUsedAt))}
        </p>
      </div>
      <button type="button" className="link" onClick={onRemove}>
        {words.forms.remove}
        <span className="visually-hidden">: {name}</span>
      </button>
    </li>
  );
}
