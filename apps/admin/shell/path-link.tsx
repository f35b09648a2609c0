import { Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface PathLinkShown {
  /** Of a page that may not be there. */
  readonly to: string | undefined;
  readonly search?: Readonly<Record<string, string>>;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A link where its page is there, else its words alone. */
export function PathLink({ to, search, className, children }: PathLinkShown) {
  const isThere = useIsThere();
  if (to === undefined || !isThere(to)) return <span className={className}>{children}</span>;
  return (
    <Link to={to as '/'} search={search as never} className={className}>
      {children}
    </Link>
  );
}

/** Whether there is a page at a path, which has its parameters as routes write them: `/orders/$orderId`. */
export function useIsThere(): (path: string) => boolean {
  const { routesByPath } = useRouter();
  return (path) => path in routesByPath;
}
