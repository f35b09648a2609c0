import { told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { handleOf } from '../products/handle-of.ts';
import { isOvertaken } from '../products/product-commands.ts';
import { TextField } from '../products/product/texts-panel.tsx';
import { Modal } from '../shell/modal.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { noteShelves } from './use-shelves.ts';

/** No collection has it: one that is there already is refused (412). */
const ofNone = '"2147483647"';

export function NewCollection({ onClose }: { onClose: () => void }) {
  const { words } = usePageSpeech();
  const names = words.shelves;
  const textOf = useProblemText();
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const [given, setGiven] = useState<string>();
  const handle = given ?? handleOf(title);
  const made = useMutation({
    mutationFn: () =>
      told(
        kontor.PUT('/v1/admin/collections/{handle}', {
          params: { path: { handle }, header: { 'If-Match': ofNone } },
          body: { title: title.trim(), titles: {}, descriptionHtml: '' },
        }),
      ),
    onSuccess: () => {
      noteShelves();
      void navigate({ to: '/collections/$handle', params: { handle } });
    },
  });
  return (
    <Modal title={names.addCollection} onClose={onClose}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim() !== '' && handle !== '') made.mutate();
        }}
      >
        <TextField label={names.name} most={255} value={title} mayEdit onTyped={setTitle} />
        <TextField
          label={names.handle}
          what={names.handleWhat}
          most={80}
          value={handle}
          mayEdit
          onTyped={setGiven}
        />
        {made.error && (
          <p className="alert" role="alert">
            {isOvertaken(made.error) ? names.taken : textOf(made.error)}
          </p>
        )}
        <footer>
          <button type="button" className="button" onClick={onClose}>
            {words.close}
          </button>
          <button type="submit" className="button primary" disabled={made.isPending}>
            {words.products.page.create}
          </button>
        </footer>
      </form>
    </Modal>
  );
}
