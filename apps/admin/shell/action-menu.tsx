import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useKeys } from './use-keys.ts';

export interface MenuGroup {
  readonly label?: string;
  readonly items: readonly MenuChoice[];
}

interface MenuChoice {
  readonly text: string;
  /** Of what is chosen or not; undefined of what is done. */
  readonly isChosen?: boolean;
  readonly act: () => void;
}

export interface ActionMenuShown {
  readonly className: string;
  /** Where what the button shows does not say it. */
  readonly label?: string;
  /** A single key that opens it. */
  readonly opensBy?: string;
  readonly groups: readonly MenuGroup[];
  readonly side?: 'top' | 'bottom';
  readonly children: ReactNode;
}

const load = () => import('./opened-menu.tsx');
const OpenedMenu = lazy(load);

/** A button until it is pressed first: what opens a menu is loaded then, or when somebody comes near. */
export function ActionMenu(shown: ActionMenuShown) {
  const { className, label, opensBy, children } = shown;
  const [wasWanted, setWanted] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const open = () => {
    setWanted(true);
    setOpen(true);
  };
  useKeys(opensBy === undefined ? {} : { [opensBy]: open });
  const button = (
    <button
      type="button"
      className={className}
      aria-label={label}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={open}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
    >
      {children}
    </button>
  );
  if (!wasWanted) return button;
  return (
    <Suspense fallback={button}>
      <OpenedMenu shown={shown} isOpen={isOpen} onOpenChange={setOpen} />
    </Suspense>
  );
}
