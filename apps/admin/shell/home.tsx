import { Navigate } from '@tanstack/react-router';
import { useFirstPlace } from './places.ts';

/** Without a place in the address one is led to the first of the menu. */
export function Home() {
  const first = useFirstPlace();
  return first ? <Navigate to={first.to} replace /> : null;
}
