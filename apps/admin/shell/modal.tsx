import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { useSpeech } from '../words/speech.tsx';
import { Icon } from './icon.tsx';

interface ModalShown {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Over the page until it is closed: focus stays within it, and goes back to where it came from. */
export function Modal({ title, onClose, children }: ModalShown) {
  const { words } = useSpeech();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="modal">
          <header>
            <Dialog.Title className="modal-title">{title}</Dialog.Title>
            <Dialog.Close className="button square" aria-label={words.close}>
              <Icon name="cross" />
            </Dialog.Close>
          </header>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
