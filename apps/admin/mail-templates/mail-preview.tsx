import { KontorProblem } from '@kontor/sdk';
import { useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { MailFrame } from '../messages/mail-frame.tsx';
import { TestMailOutcome } from '../messages/test-mail-outcome.tsx';
import { useTestMail } from '../messages/use-test-mail.ts';
import { useAccount, useMay } from '../session/use-session.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { draftOf, useMailPreview, type Source, type TemplateOf } from './use-templates.ts';

type Preview = NonNullable<ReturnType<typeof useMailPreview>['data']>;

/** What the shop would send of the words, filled with a sample or a real order. */
export function MailPreview({ of, typed }: { of: TemplateOf; typed: Source }) {
  const { words } = usePageSpeech();
  const names = words.templates;
  const [orderNumber, setOrder] = useState<string>();
  const [isNarrow, setNarrow] = useState(false);
  const [hasPictures, setPictures] = useState(false);
  const { data, error } = useMailPreview(of, typed, orderNumber);
  return (
    <div className="stack">
      <section className="panel" aria-labelledby="as-mail">
        <header>
          <h2 id="as-mail">{names.preview}</h2>
          <div className="right">
            <label className="switch">
              <input
                type="checkbox"
                className="tick"
                checked={isNarrow}
                onChange={({ target }) => setNarrow(target.checked)}
              />
              {names.phone}
            </label>
            <label className="switch">
              <input
                type="checkbox"
                className="tick"
                checked={hasPictures}
                onChange={({ target }) => setPictures(target.checked)}
              />
              {names.pictures}
            </label>
          </div>
        </header>
        <OrderChoice orderNumber={orderNumber} onChosen={setOrder} />
        <ToMyself of={of} typed={typed} />
        {error && <Fault error={error} />}
        {data && (
          <>
            <p className="preview-facts">
              <b>{data.subject}</b>
              <span className="muted">{names.filledFrom[data.filledFrom]}</span>
            </p>
            <MailFrame
              key={String(hasPictures)}
              title={names.preview}
              html={data.html}
              hasPictures={hasPictures}
              isNarrow={isNarrow}
            />
          </>
        )}
      </section>
      {data && <Plain preview={data} />}
      {data && <Variables preview={data} />}
    </div>
  );
}

/** As it is typed, filled with the sample, to who wrote it: how a mail program shows it is seen there. */
function ToMyself({ of: { channel, name, locale }, typed }: { of: TemplateOf; typed: Source }) {
  const { words } = usePageSpeech();
  const names = words.templates;
  const may = useMay();
  const email = useAccount()?.email;
  const sent = useTestMail(channel);
  if (!may('notifications:write') || !email) return null;
  const template = { name, locale, draft: draftOf(typed) };
  return (
    <div className="order-choice">
      <button
        type="button"
        className="button"
        disabled={sent.isPending}
        onClick={() => sent.mutate({ email, template })}
      >
        {sent.isPending ? words.settings.mail.sending : names.toMyself}
      </button>
      <span className="muted">{names.toMyselfWhat(email)}</span>
      <TestMailOutcome sent={sent} />
    </div>
  );
}

interface ChoiceShown {
  readonly orderNumber: string | undefined;
  readonly onChosen: (orderNumber: string | undefined) => void;
}

function OrderChoice({ orderNumber, onChosen }: ChoiceShown) {
  const { words } = usePageSpeech();
  const names = words.templates;
  const [typed, setTyped] = useState('');
  return (
    <form
      className="order-choice"
      onSubmit={(event) => {
        event.preventDefault();
        onChosen(typed.trim() || undefined);
      }}
    >
      <label className="field">
        {names.order}
        <input value={typed} maxLength={40} onChange={({ target }) => setTyped(target.value)} />
      </label>
      <button type="submit" className="button">
        {names.fill}
      </button>
      {orderNumber !== undefined && (
        <button
          type="button"
          className="link"
          onClick={() => {
            setTyped('');
            onChosen(undefined);
          }}
        >
          {names.sample}
        </button>
      )}
    </form>
  );
}

interface FaultDetails {
  readonly part?: string;
  readonly line?: number;
  readonly variable?: string;
}

/** Where the words cannot be filled, as far as the shop can say. */
function Fault({ error }: { error: Error }) {
  const { words } = usePageSpeech();
  const names = words.templates;
  const textOf = useProblemText();
  const isFault = error instanceof KontorProblem && error.code === 'template_invalid';
  const { part, line } = (isFault ? (error.details as FaultDetails | undefined) : undefined) ?? {};
  const where = names.parts[part as keyof typeof names.parts];
  return (
    <p className="alert" role="alert">
      {where !== undefined && <b>{names.faultIn(where, line)} </b>}
      {textOf(error)}
    </p>
  );
}

function Plain({ preview: { text, sms } }: { preview: Preview }) {
  const { words } = usePageSpeech();
  return (
    <>
      <section className="panel" aria-labelledby="as-text">
        <header>
          <h2 id="as-text">{words.messages.text}</h2>
        </header>
        <pre className="plain-text" tabIndex={0} aria-labelledby="as-text">
          {text}
        </pre>
      </section>
      {sms !== null && (
        <section className="panel" aria-labelledby="as-sms">
          <header>
            <h2 id="as-sms">{words.messages.sms}</h2>
          </header>
          <pre className="plain-text" tabIndex={0} aria-labelledby="as-sms">
            {sms}
          </pre>
        </section>
      )}
    </>
  );
}

function Variables({ preview: { variables } }: { preview: Preview }) {
  const { words } = usePageSpeech();
  const names = words.templates;
  return (
    <section className="panel" aria-labelledby="variables">
      <details>
        <summary>
          <h2 id="variables">{names.variables}</h2>
        </summary>
        <p className="muted variables-what">{names.variablesWhat}</p>
        <div className="scrolled variables" tabIndex={0} role="group" aria-labelledby="variables">
          <table>
            <thead>
              <tr>
                <th scope="col">{names.variable}</th>
                <th scope="col">{names.example}</th>
              </tr>
            </thead>
            <tbody>
              {variables.map(({ name, example }) => (
                <tr key={name}>
                  <td>
                    <code>{name}</code>
                  </td>
                  <td className="muted">{example ?? names.noExample}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}
