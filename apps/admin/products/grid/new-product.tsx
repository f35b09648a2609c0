import { newIdempotencyKey, told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { kontor, queryClient } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { isUnclear } from '../../asking/unclear.ts';
import { Modal } from '../../shell/modal.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import { handleOf } from '../handle-of.ts';
import { TextField } from '../product/texts-panel.tsx';

/** A draft with its title and handle; all else is said on its page. */
export function NewProduct({ channel, onClose }: { channel: string; onClose: () => void }) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const textOf = useProblemText();
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const [handle, setHandle] = useState<string>();
  const key = useRef(newIdempotencyKey());
  const named = handle ?? handleOf(title);
  const made = useMutation({
    mutationFn: () =>
      told(
        kontor.POST('/v1/admin/products', {
          params: { header: { 'Idempotency-Key': key.current, Channel: channel } },
          body: { title: title.trim(), handle: named },
        }),
      ),
    onSuccess: ({ productId }) => {
      void queryClient.invalidateQueries({ queryKey: ['products'] });
      void navigate({ to: '/products/$productId', params: { productId } });
    },
    onError: (error) => {
      if (!isUnclear(error)) key.current = newIdempotencyKey();
    },
  });
  return (
    <Modal title={page.add} onClose={onClose}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim() !== '' && named !== '') made.mutate();
        }}
      >
        <TextField label={page.name} most={255} value={title} mayEdit onTyped={setTitle} />
        <TextField
          label={page.handle}
          what={page.handleWhat}
          most={255}
          value={named}
          mayEdit
          onTyped={setHandle}
        />
        {made.error && (
          <p className="alert" role="alert">
            {textOf(made.error)}
          </p>
        )}
        <footer>
          <button type="button" className="button" onClick={onClose}>
            {words.close}
          </button>
          <button type="submit" className="button primary" disabled={made.isPending}>
            {page.create}
          </button>
        </footer>
      </form>
    </Modal>
  );
}
