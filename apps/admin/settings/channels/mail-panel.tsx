import { told, type Schemas } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { kontor, queryClient } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { FormPanel } from '../../forms/form-panel.tsx';
import { SwitchInput } from '../../forms/fields.tsx';
import { useThingForm } from '../../forms/use-thing-form.ts';
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

const senderKey = (channel: string) => ['mail sender', channel] as const;

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
  const textOf = useProblemText();
  const account = useAccount();
  const [email, setEmail] = useState(account?.email ?? '');
  const sent = useMutation({
    mutationFn: (to: string) =>
      told(
        kontor.POST('/v1/admin/mail-sender/test', {
          params: { header: { Channel: channel } },
          body: { email: to },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: senderKey(channel) }),
  });
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
          sent.mutate(email.trim());
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
        <div role="status">{sent.data && <Outcome outcome={sent.data} to={sent.variables} />}</div>
        {sent.error && (
          <p className="alert" role="alert">
            {textOf(sent.error)}
          </p>
        )}
        <p className="form-end">
          <button type="submit" className="button primary" disabled={sent.isPending}>
            {sent.isPending ? said.sending : said.send}
          </button>
        </p>
      </form>
    </section>
  );
}

/** What who carries mails said of it, in words; their own words where they refused it. */
function Outcome({ outcome, to }: { outcome: Schemas['TestMail']; to: string }) {
  const { words } = usePageSpeech();
  const said = words.settings.mail;
  const { detail, provider, sandbox } = outcome;
  if (outcome.outcome === 'sent') {
    return <p className="notice">{sandbox ? said.inSandbox : said.taken(to, provider)}</p>;
  }
  return (
    <p className="alert">
      {said[outcome.outcome](provider)} {detail !== null && <span className="mono">{detail}</span>}
    </p>
  );
}
