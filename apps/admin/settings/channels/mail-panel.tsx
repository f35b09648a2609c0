import { told } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { FormPanel } from '../../forms/form-panel.tsx';
import { SwitchInput } from '../../forms/fields.tsx';
import { useThingForm } from '../../forms/use-thing-form.ts';
import { TestMailOutcome } from '../../messages/test-mail-outcome.tsx';
import { senderKey, useTestMail } from '../../messages/use-test-mail.ts';
import { useAccount, useMay } from '../../session/use-session.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { keptOf, ofVersion } from './channel-commands.ts';
import type { ChannelShown } from './channels-page.tsx';

/** From whom mails are, whether one arrives, and what goes with them. */
export function MailPanel({ channel, mayEdit }: ChannelShown) {
  const { words } = usePageSpeech();
  const said = words.settings.mail;
  const { code } = channel;
  const { opened, read, taken } = keptOf(channel, ({ mailsDocuments = false }) => ({
    mailsDocuments,
  }));
  const thing = useThingForm({
    opened,
    read,
    save: ({ mailsDocuments }, version) =>
      taken(
        told(
          kontor.PUT('/v1/admin/channels/{code}/mail', {
            params: ofVersion(code, version),
            body: { mailsDocuments },
          }),
        ),
      ),
  });
  return (
    <>
      <FormPanel name="mail" title={said.title} thing={thing} mayEdit={mayEdit} names={said.fields}>
        <Sender channel={code} />
        <SwitchInput
          name="mailsDocuments"
          label={said.fields.mailsDocuments}
          what={said.documentsWhat}
        />
      </FormPanel>
      <TestMail channel={code} />
    </>
  );
}

function useSender(channel: string) {
  return useQuery({
    queryKey: senderKey(channel),
    queryFn: ({ signal }) =>
      told(
        kontor.GET('/v1/admin/mail-sender', { params: { header: { Channel: channel } }, signal }),
      ),
  });
}

function Sender({ channel }: { channel: string }) {
  const { words } = usePageSpeech();
  const said = words.settings.mail;
  const textOf = useProblemText();
  const { data, error } = useSender(channel);
  if (error && !data) {
    return (
      <p className="alert" role="alert">
        {textOf(error)}
      </p>
    );
  }
  if (!data) return <p className="muted">{words.list.reading}</p>;
  return (
    <dl className="kv">
      <dt>{said.from}</dt>
      <dd>
        {data.name} &lt;{data.address}&gt; <span className="muted">{said.fromWhat}</span>
      </dd>
      <dt>{said.by}</dt>
      <dd>
        {data.sandbox ? (
          <>
            <span className="chip wait">{said.sandbox}</span>{' '}
            <span className="muted">{said.sandboxWhat}</span>
          </>
        ) : (
          data.provider
        )}
      </dd>
    </dl>
  );
}

function TestMail({ channel }: { channel: string }) {
  const { words } = usePageSpeech();
  const said = words.settings.mail;
  const may = useMay();
  const account = useAccount();
  const [email, setEmail] = useState(account?.email ?? '');
  const sent = useTestMail(channel);
  if (!may('notifications:write')) return null;
  return (
    <section className="panel" aria-labelledby="test-mail-title">
      <header>
        <h2 id="test-mail-title">{said.test}</h2>
      </header>
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault();
          sent.mutate({ email: email.trim() });
        }}
      >
        <p className="muted">{said.testWhat}</p>
        <label className="field">
          {said.to}
          <input
            id="mail.test"
            type="email"
            required
            value={email}
            onChange={({ target }) => setEmail(target.value)}
          />
        </label>
        <TestMailOutcome sent={sent} />
        <p className="form-end">
          <button type="submit" className="button primary" disabled={sent.isPending}>
            {sent.isPending ? said.sending : said.send}
          </button>
        </p>
      </form>
    </section>
  );
}
