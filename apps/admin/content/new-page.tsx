import { told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { handleOf } from '../products/handle-of.ts';
import { isOvertaken } from '../products/product-commands.ts';
import { TextField } from '../products/product/texts-panel.tsx';
import type { Channel } from '../products/use-channels.ts';
import { Modal } from '../shell/modal.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { KindField } from './kind-field.tsx';
import { channelHeader, noteContent, type PageKind } from './use-content.ts';

/** No page has it: what is there already is refused (412), and nobody's words are lost. */
const ofNone = '"2147483647"';

/** A page with its title, handle and kind; all else is said on its page. */
export function NewPage({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { words } = usePageSpeech();
  const names = words.content;
  const textOf = useProblemText();
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const [given, setGiven] = useState<string>();
  const [kind, setKind] = useState<PageKind>('content');
  const handle = given ?? handleOf(title);
  const made = useMutation({
    mutationFn: () =>
      told(
        kontor.PUT('/v1/admin/pages/{handle}', {
          params: {
            path: { handle },
            header: { ...channelHeader(channel.code), 'If-Match': ofNone },
          },
          body: {
            kind,
            menu: null,
            position: 0,
            texts: { [channel.defaultLocale]: { title: title.trim(), markdown: '' } },
          },
        }),
      ),
    onSuccess: () => {
      noteContent();
      void navigate({ to: '/content/pages/$handle', params: { handle } });
    },
  });
  return (
    <Modal title={names.add} onClose={onClose}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim() !== '' && handle !== '') made.mutate();
        }}
      >
        <TextField label={names.pageTitle} most={200} value={title} mayEdit onTyped={setTitle} />
        <TextField
          label={names.handle}
          what={names.handleWhat}
          most={80}
          value={handle}
          mayEdit
          onTyped={setGiven}
        />
        <KindField kind={kind} onChosen={setKind} />
        {made.error && (
          <p className="alert" role="alert">
            {isOvertaken(made.error) ? names.handleTaken : textOf(made.error)}
          </p>
        )}
        <footer>
          <button type="button" className="button" onClick={onClose}>
            {words.close}
          </button>
          <button type="submit" className="button primary" disabled={made.isPending}>
            {names.create}
          </button>
        </footer>
      </form>
    </Modal>
  );
}
