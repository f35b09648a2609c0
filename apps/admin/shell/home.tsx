import { Navigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useFirstPlace } from './places.ts';

const TodayPage = lazy(async () => ({
  default: (await import('../today/today-page.tsx')).TodayPage,
}));

/** Without a place in the address one is at the first of the menu: at today, as far as one may see anything of it. */
export function Home() {
  const first = useFirstPlace();
  if (!first) return null;
  if (first.to !== '/') return <Navigate to={first.to} replace />;
  return (
    <Suspense fallback={<div className="page" aria-busy="true" />}>
      <TodayPage />
    </Suspense>
  );
}
