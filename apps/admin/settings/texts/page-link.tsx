import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIsThere } from '../../shell/path-link.tsx';

const path = '/content/pages/$handle';

/** To where the words of a page are written; its words alone where there is no such page. */
export function PageLink({
  handle,
  children,
}: {
  /** Undefined of one that is not written yet. */
  handle: string | undefined;
  children: ReactNode;
}) {
  const isThere = useIsThere();
  const to = handle === undefined ? '/content' : path;
  if (!isThere(to)) return null;
  return (
    <Link className="link" to={to} params={{ handle } as never}>
      {children}
    </Link>
  );
}
