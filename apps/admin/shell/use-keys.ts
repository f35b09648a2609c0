import { useEffect, useRef } from 'react';

type Keys = Readonly<Record<string, (() => void) | undefined>>;

const kept = 'kontor-keys';

/** Single keys can be switched off (WCAG 2.1.4). */
export const keysAreOn = (): boolean => localStorage.getItem(kept) !== 'off';
export const switchKeys = (on: boolean): void => localStorage.setItem(kept, on ? 'on' : 'off');

/**
 * What single keys do on a page, by their name: `j`, `/`, `Enter`. None fires while somebody types,
 * with a modifier, or over a page while a dialog is open.
 */
export function useKeys(keys: Keys): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || isOverlaid()) return;
      if (event.key === 'Enter' && takesEnter(event.target)) return;
      if (event.key.length === 1 && !keysAreOn()) return;
      const act = current.current[event.key];
      if (!act) return;
      event.preventDefault();
      // A key that is held down goes on through a list; what acts acts once.
      if (!event.repeat || goesOn.has(event.key)) act();
    };
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, []);
}

const goesOn = new Set(['j', 'k', 'ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight']);

const takesEnter = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('a, button, summary, [role=button]') !== null;

/** Something is open over the page, which keys are for. */
export const isOverlaid = (): boolean =>
  document.querySelector('[role=dialog],[role=menu]') !== null;

/** Fields take letters. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox';
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
