import { told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { TextField } from '../products/product/texts-panel.tsx';
import { Modal } from '../shell/modal.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { KindField } from './kind-field.tsx';
import type { PagePanel } from './page-editor.tsx';
import { channelHeader, noteContent, usePublishedTexts, type PageKind } from './use-content.ts';

/** What a page is, where it stands, what shoppers were shown of it. */
export function PageAside(panel: PagePanel) {
  return (
    <div>
      <Place {...panel} />
      <Address {...panel} />
      <Versions {...panel} />
    </div>
  );
}

function Place({ editing: { typed, type }, mayEdit }: PagePanel) {
  const { words } = usePageSpeech();
  const names = words.content;
  return (
    <section className="panel" aria-labelledby="place">
      <header>
        <h2 id="place">{names.place}</h2>
      </header>
      <div className="fields">
        <KindField
          kind={typed['kind'] as PageKind}
          mayEdit={mayEdit}
          onChosen={(kind) => type({ kind })}
        />
        <label className="field">
          {names.menu}
          <select
            value={typed['menu']}
            disabled={!mayEdit}
            onChange={({ target }) => type({ menu: target.value })}
          >
            <option value="">{names.noMenu}</option>
            <option value="header">{names.places.header}</option>
            <option value="footer">{names.places.footer}</option>
          </select>
        </label>
        <TextField
          label={names.position}
          what={names.positionWhat}
          most={7}
          value={typed['position'] ?? ''}
          mayEdit={mayEdit}
          onTyped={(position) => type({ position: position.replaceAll(/\D/g, '') })}
        />
      </div>
    </section>
  );
}

function Address({ editing, channel, mayEdit }: PagePanel) {
  const { words } = usePageSpeech();
  const names = words.content;
  const { page } = editing;
  const [asked, ask] = useState<'rename' | 'remove'>();
  if (!mayEdit) return null;
  const isNeverShown = !page.published && page.shown.length === 0;
  const props = { page, channel: channel.code, onClose: () => ask(undefined) };
  return (
    <section className="panel" aria-labelledby="address">
      <header>
        <h2 id="address">{names.address}</h2>
      </header>
      <div className="fields">
        <p className="muted">{names.renameWhat}</p>
        <div className="acts">
          <button type="button" className="button" onClick={() => ask('rename')}>
            {names.rename}
          </button>
          {isNeverShown && (
            <button type="button" className="button" onClick={() => ask('remove')}>
              {names.remove}
            </button>
          )}
        </div>
      </div>
      {asked === 'rename' && <Rename {...props} />}
      {asked === 'remove' && <Remove {...props} />}
    </section>
  );
}

interface Asked {
  readonly page: PagePanel['editing']['page'];
  readonly channel: string;
  readonly onClose: () => void;
}

const paramsOf = ({ page: { handle, version }, channel }: Asked) => ({
  path: { handle },
  header: { ...channelHeader(channel), 'If-Match': `"${version}"` },
});

function Rename(asked: Asked) {
  const { words } = usePageSpeech();
  const names = words.content;
  const textOf = useProblemText();
  const navigate = useNavigate();
  const [handle, setHandle] = useState(asked.page.handle);
  const sent = useMutation({
    mutationFn: () =>
      told(
        kontor.POST('/v1/admin/pages/{handle}/rename', {
          params: paramsOf(asked),
          body: { newHandle: handle },
        }),
      ),
    onSuccess: (page) => {
      noteContent();
      void navigate({
        to: '/content/pages/$handle',
        params: { handle: page.handle },
        replace: true,
      });
      asked.onClose();
    },
  });
  return (
    <Modal title={names.rename} onClose={asked.onClose}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          sent.mutate();
        }}
      >
        <TextField
          label={names.handle}
          what={names.renameWhat}
          most={80}
          value={handle}
          mayEdit
          onTyped={setHandle}
        />
        {sent.error && (
          <p className="alert" role="alert">
            {textOf(sent.error)}
          </p>
        )}
        <footer>
          <button type="button" className="button" onClick={asked.onClose}>
            {words.close}
          </button>
          <button type="submit" className="button primary" disabled={sent.isPending}>
            {names.rename}
          </button>
        </footer>
      </form>
    </Modal>
  );
}

function Remove(asked: Asked) {
  const { words } = usePageSpeech();
  const names = words.content;
  const textOf = useProblemText();
  const navigate = useNavigate();
  const sent = useMutation({
    mutationFn: () => told(kontor.DELETE('/v1/admin/pages/{handle}', { params: paramsOf(asked) })),
    onSuccess: () => {
      void navigate({ to: '/content' }).then(noteContent);
    },
  });
  return (
    <Modal title={names.remove} onClose={asked.onClose}>
      <div className="modal-body">
        <p>{names.removeWhat}</p>
        {sent.error && (
          <p className="alert" role="alert">
            {textOf(sent.error)}
          </p>
        )}
        <footer>
          <button type="button" className="button" onClick={asked.onClose}>
            {words.close}
          </button>
          <button
            type="button"
            className="button danger"
            disabled={sent.isPending}
            onClick={() => sent.mutate()}
          >
            {names.remove}
          </button>
        </footer>
      </div>
    </Modal>
  );
}

function Versions({ editing, channel }: PagePanel) {
  const { words, formats, language } = usePageSpeech();
  const names = words.content;
  const { data } = usePublishedTexts(channel.code, editing.page);
  const languages = new Intl.DisplayNames(language, { type: 'language' });
  return (
    <section className="panel" aria-labelledby="versions">
      <header>
        <h2 id="versions">{names.versions}</h2>
      </header>
      {data?.items.length === 0 && <p className="empty muted">{names.noVersions}</p>}
      <ul className="lines num">
        {data?.items.map(({ textId, locale, number, publishedAt, title }) => (
          <li key={textId}>
            <b>{names.version(number, languages.of(locale) ?? locale)}</b>
            <span>{title}</span>
            <time className="muted" dateTime={publishedAt}>
              {formats.moment(publishedAt)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}
