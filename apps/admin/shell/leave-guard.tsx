import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usePageSpeech } from '../words/speech.tsx';
import { Modal } from './modal.tsx';

/** Asks before something that was typed is lost by leaving; show what it answers. */
export function useLeaveGuard(isUnsaved: boolean): ReactNode {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isUnsaved && current.pathname !== next.pathname,
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Modal title={page.leaveTitle} onClose={blocker.reset}>
      <div className="modal-body">
        <p>{page.leaveWhat}</p>
        <footer>
          <button type="button" className="button" onClick={blocker.proceed}>
            {page.leave}
          </button>
          <button type="button" className="button primary" onClick={blocker.reset}>
            {page.stay}
          </button>
        </footer>
      </div>
    </Modal>
  );
}
