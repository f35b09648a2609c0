import { told } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { kontor, queryClient, sessionKey } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { Modal } from '../shell/modal.tsx';
import { usePageSpeech, useSpeech } from '../words/speech.tsx';

const factorKey = ['own', 'factor'] as const;
/** Setting it up ends all sessions and begins another one here, so they are asked anew, too. */
async function anew(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: sessionKey });
  await queryClient.invalidateQueries({ queryKey: factorKey });
  await queryClient.invalidateQueries({ queryKey: ['own', 'sessions'] });
}

type Asked = 'set up' | 'renew' | 'remove';

/** The authenticator app, and the codes for when it is lost. */
export function TotpPanel() {
  const { words, formats } = usePageSpeech();
  const said = words.account.totp;
  const textOf = useProblemText();
  const [asked, setAsked] = useState<Asked>();
  const [codes, setCodes] = useState<readonly string[]>();
  const { data, error } = useQuery({
    queryKey: factorKey,
    queryFn: ({ signal }) => told(kontor.GET('/v1/auth/second-factor', { signal })),
  });
  const close = () => {
    setAsked(undefined);
    setCodes(undefined);
  };
  const show = (told: readonly string[]) => {
    setCodes(told);
    void anew();
  };
  return (
    <section className="panel" aria-labelledby="totp" aria-busy={!data && !error}>
      <header>
        <h2 id="totp">{said.title}</h2>
      </header>
      <div className="fields">
        {error && (
          <p className="alert" role="alert">
            {textOf(error)}
          </p>
        )}
        {data &&
          (data.since === null ? (
            <p>
              {said.none}{' '}
              <button type="button" className="button" onClick={() => setAsked('set up')}>
                {said.setUp}
              </button>
            </p>
          ) : (
            <>
              <p>
                <span className="chip ok">{said.on}</span>{' '}
                {said.since(formats.day(new Date(data.since)))} {said.left(data.recoveryCodesLeft)}
              </p>
              <p className="form-end">
                <button type="button" className="button" onClick={() => setAsked('renew')}>
                  {said.renew}
                </button>
                <button type="button" className="button" onClick={() => setAsked('remove')}>
                  {said.remove}
                </button>
              </p>
            </>
          ))}
      </div>
      {codes && <Codes codes={codes} onClose={close} />}
      {!codes && asked === 'set up' && <SetUp onCodes={show} onClose={close} />}
      {!codes && (asked === 'renew' || asked === 'remove') && (
        <ByCode what={asked} onCodes={show} onClose={close} />
      )}
    </section>
  );
}

function Codes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { words } = useSpeech();
  return (
    <Modal title={words.factor.codesTitle} onClose={onClose}>
      <div className="modal-body">
        <p>{words.factor.codesWhat}</p>
        <ul className="mono codes">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <footer>
          <button type="button" className="button primary" onClick={onClose}>
            {words.factor.done}
          </button>
        </footer>
      </div>
    </Modal>
  );
}

interface AskShown {
  readonly onCodes: (codes: readonly string[]) => void;
  readonly onClose: () => void;
}

/** The password first, then the key for the app, then its first code. */
function SetUp({ onCodes, onClose }: AskShown) {
  const { words } = usePageSpeech();
  const begun = useMutation({
    mutationFn: (currentPassword: string) =>
      told(kontor.POST('/v1/auth/totp', { body: { currentPassword } })),
  });
  const confirmed = useMutation({
    mutationFn: (code: string) => told(kontor.PUT('/v1/browser-session/totp', { body: { code } })),
    onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes),
  });
  return (
    <AskDialog
      key={begun.data ? 'code' : 'password'}
      title={words.factor.title}
      isCode={begun.data !== undefined}
      send={begun.data ? words.factor.confirm : words.factor.goOn}
      error={begun.error ?? confirmed.error}
      isBusy={begun.isPending || confirmed.isPending}
      onGiven={(given) => (begun.data ? confirmed.mutate(given.trim()) : begun.mutate(given))}
      onClose={onClose}
    >
      <p>{begun.data ? words.factor.what : words.account.totp.first}</p>
      {begun.data && (
        <p className="mono secret" tabIndex={0}>
          {begun.data.secret}
        </p>
      )}
    </AskDialog>
  );
}

function ByCode({ what, onCodes, onClose }: AskShown & { what: 'renew' | 'remove' }) {
  const { words } = usePageSpeech();
  const said = words.account.totp;
  const done = useMutation({
    mutationFn: async (code: string) => {
      const body = { code: code.trim() };
      if (what === 'remove') {
        await told(kontor.POST('/v1/auth/totp/disable', { body }));
        return undefined;
      }
      return (await told(kontor.POST('/v1/auth/recovery-codes', { body }))).recoveryCodes;
    },
    onSuccess: async (codes) => {
      if (codes) return onCodes(codes);
      await anew();
      return onClose();
    },
  });
  return (
    <AskDialog
      title={said[what]}
      isCode
      send={said[what]}
      error={done.error}
      isBusy={done.isPending}
      onGiven={done.mutate}
      onClose={onClose}
    >
      <p>{what === 'renew' ? said.renewWhat : said.removeWhat}</p>
    </AskDialog>
  );
}

interface AskDialogShown {
  readonly title: string;
  readonly isCode: boolean;
  readonly send: string;
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly onGiven: (given: string) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks for a code or the password; what is wrong with it stands below. */
function AskDialog(shown: AskDialogShown) {
  const { title, isCode, send, error, isBusy, onGiven, onClose, children } = shown;
  const { words } = useSpeech();
  const textOf = useProblemText();
  const [given, setGiven] = useState('');
  return (
    <Modal title={title} onClose={onClose}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          onGiven(given);
        }}
      >
        {children}
        <label className="field">
          {isCode ? words.signIn.code : words.signIn.password}
          <input
            type={isCode ? 'text' : 'password'}
            inputMode={isCode ? 'numeric' : undefined}
            autoComplete={isCode ? 'one-time-code' : 'current-password'}
            required
            value={given}
            onChange={({ target }) => setGiven(target.value)}
          />
        </label>
        {error !== null && error !== undefined && (
          <p className="alert" role="alert">
            {textOf(error)}
          </p>
        )}
        <footer>
          <button type="button" className="button" onClick={onClose}>
            {words.close}
          </button>
          <button type="submit" className="button primary" disabled={isBusy}>
            {send}
          </button>
        </footer>
      </form>
    </Modal>
  );
}
