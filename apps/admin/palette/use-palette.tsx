import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import type { Account } from '../session/use-session.ts';
import { placesOf } from '../shell/places.ts';
import { isOverlaid, isTyping, keysAreOn } from '../shell/use-keys.ts';
import { goKeys } from './go-keys.ts';

const Palette = lazy(() => import('./palette.tsx'));
const KeysDialog = lazy(() => import('./keys-dialog.tsx'));

/** Between G and the place that is gone to. */
const togetherMs = 1_500;

interface Opened {
  readonly open: () => void;
  /** What is open of it, over the page. */
  readonly shown: ReactNode;
}

/** Ctrl K or / finds and does, ? shows the keys, G and a letter go to a page. */
export function usePalette(account: Account, onLeave: () => void): Opened {
  const [opened, setOpened] = useState<'palette' | 'keys'>();
  useHeard(setOpened);
  useGoing(account);
  const close = () => setOpened(undefined);
  const shown = opened && (
    <Suspense>
      {opened === 'palette' ? (
        <Palette
          account={account}
          onLeave={onLeave}
          onKeys={() => setOpened('keys')}
          onClose={close}
        />
      ) : (
        <KeysDialog account={account} onClose={close} />
      )}
    </Suspense>
  );
  return { open: () => setOpened('palette'), shown };
}

/** Heard after the page, which may have a use of its own for a key. */
function useHeard(setOpened: (opened: 'palette' | 'keys') => void): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isOverlaid()) return;
      const { key, ctrlKey, metaKey, altKey } = event;
      const isFind = key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey;
      const isSingle = !ctrlKey && !metaKey && !altKey && keysAreOn() && !isTyping(event.target);
      if (!isFind && !(isSingle && (key === '/' || key === '?'))) return;
      event.preventDefault();
      setOpened(key === '?' ? 'keys' : 'palette');
    };
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, []);
}

/** The letter after G is heard before the page, for which it may mean something by itself. */
function useGoing(account: Account): void {
  const navigate = useNavigate();
  const begunAt = useRef(-togetherMs);
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keysAreOn()) return;
      if (isTyping(event.target) || isOverlaid()) return;
      const isBegun = event.timeStamp - begunAt.current < togetherMs;
      begunAt.current = event.key === 'g' ? event.timeStamp : -togetherMs;
      const place = placesOf(account).find(({ name }) => goKeys[name] === event.key);
      if (!isBegun || !place) return;
      event.preventDefault();
      event.stopPropagation();
      void navigate({ to: place.to });
    };
    window.addEventListener('keydown', hear, { capture: true });
    return () => window.removeEventListener('keydown', hear, { capture: true });
  }, [account, navigate]);
}
