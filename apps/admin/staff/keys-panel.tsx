import { told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { KeyDialog } from './key-dialog.tsx';
import { PermissionsRead } from './rights-fields.tsx';
import { staffAnew, useApiKeys, type ApiKey } from './use-staff.ts';

/** Programs that may ask the shop: who made each key, what it may and when it last did. */
export function KeysPanel() {
  const { words } = usePageSpeech();
  const said = words.staff.keys;
  const textOf = useProblemText();
  const { data, error, fetchNextPage, hasNextPage } = useApiKeys();
  const [isNew, setNew] = useState(false);
  const keys = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className="panel" aria-labelledby="keys" aria-busy={!data && !error}>
      <header>
        <h2 id="keys">{words.staff.tabs.keys}</h2>
        <div className="right">
          <button type="button" className="button primary" onClick={() => setNew(true)}>
            {said.add}
          </button>
        </div>
      </header>
      {error && (
        <p className="alert" role="alert">
          {textOf(error)}
        </p>
      )}
      {data && keys.length === 0 && <p className="nothing muted">{said.none}</p>}
      <ul className="roles">
        {keys.map((key) => (
          <KeyItem key={key.apiKeyId} apiKey={key} />
        ))}
      </ul>
      {hasNextPage && (
        <p className="nothing">
          <button type="button" className="link" onClick={() => void fetchNextPage()}>
            {words.staff.more}
          </button>
        </p>
      )}
      {isNew && <KeyDialog onClose={() => setNew(false)} />}
    </section>
  );
}

function KeyItem({ apiKey }: { apiKey: ApiKey }) {
  const { words, formats } = usePageSpeech();
  const said = words.staff.keys;
  const { name, preview, permissions, channels, createdAt, lastUsedAt, expiresAt } = apiKey;
  const by = apiKey.createdByName ?? apiKey.createdBy;
  return (
    <li>
      <h3>
        {name} <span className="mono muted">{preview}…</span> <Standing apiKey={apiKey} />
      </h3>
      <p className="muted num">
        {said.madeBy(by, formats.moment(createdAt))}{' '}
        {lastUsedAt === null ? said.neverUsed : said.lastUsed(formats.moment(lastUsedAt))}{' '}
        {expiresAt !== null && said.expires(formats.moment(expiresAt))}{' '}
        {channels === '*' ? words.staff.allChannels : channels.join(', ')}
      </p>
      <details>
        <summary>{said.rights(permissions.length)}</summary>
        <PermissionsRead permissions={permissions} />
      </details>
      {apiKey.revokedAt === null && <Revoke apiKey={apiKey} />}
    </li>
  );
}

function Standing({ apiKey: { revokedAt, expiresAt, standing } }: { apiKey: ApiKey }) {
  const { words, formats } = usePageSpeech();
  const said = words.staff.keys;
  if (revokedAt !== null) {
    return <span className="chip">{said.revoked(formats.day(new Date(revokedAt)))}</span>;
  }
  if (expiresAt !== null && Date.parse(expiresAt) < Date.now()) {
    return <span className="chip">{said.over}</span>;
  }
  if (standing?.secondFactorRequired) return <span className="chip wait">{said.rests}</span>;
  if (standing === null) return <span className="chip wait">{said.rests}</span>;
  return <span className="chip ok">{said.works}</span>;
}

/** Asked once more: whatever uses it stops. */
function Revoke({ apiKey: { apiKeyId, name } }: { apiKey: ApiKey }) {
  const { words } = usePageSpeech();
  const said = words.staff.keys;
  const textOf = useProblemText();
  const [isAsked, setAsked] = useState(false);
  const revoked = useMutation({
    mutationFn: () =>
      told(kontor.DELETE('/v1/admin/api-keys/{apiKeyId}', { params: { path: { apiKeyId } } })),
    onSettled: staffAnew,
  });
  if (!isAsked) {
    return (
      <button type="button" className="link" onClick={() => setAsked(true)}>
        {said.revoke}
        <span className="visually-hidden">: {name}</span>
      </button>
    );
  }
  return (
    <p role="alert">
      {revoked.error ? textOf(revoked.error) : said.revokeWhat}{' '}
      <button
        type="button"
        className="button danger"
        disabled={revoked.isPending}
        onClick={() => revoked.mutate()}
      >
        {said.revoke}
      </button>
    </p>
  );
}
