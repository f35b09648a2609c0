import { told, type Schemas } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { kontor } from '../asking/kontor.ts';
import { isLive } from '../live/hints.ts';
import { useMay, type Permission } from '../session/use-session.ts';

export type DayFigures = Schemas['DayFigures'];
export type WaitingWork = Schemas['WaitingWork'];
export type Readiness = Schemas['Readiness'];

/** As old as what is shown may become while somebody looks. */
const againMs = () => (isLive() ? 30_000 : false);

export const figuresNeed: readonly Permission[] = ['orders:read'];
export const waitingNeeds: readonly Permission[] = [
  'orders:read',
  'fulfillment:read',
  'inventory:read',
  'support:read',
  'settings:read',
];
export const readinessNeeds: readonly Permission[] = [
  'settings:read',
  'catalog:read',
  'notifications:read',
];

/** What was sold, of each channel and currency in which anything was today or yesterday. */
export function useFigures() {
  return useQuery({
    queryKey: ['today', 'figures'],
    queryFn: ({ signal }) => told(kontor.GET('/v1/admin/figures/day', { signal })),
    refetchInterval: againMs,
  });
}

export function useWaiting() {
  return useQuery({
    queryKey: ['today', 'waiting'],
    queryFn: ({ signal }) => told(kontor.GET('/v1/admin/waiting-work', { signal })),
    refetchInterval: againMs,
  });
}

/** Asked again when somebody comes back to the window: they were elsewhere to do what is missing. */
export function useReadiness() {
  return useQuery({
    queryKey: ['today', 'readiness'],
    queryFn: ({ signal }) => told(kontor.GET('/v1/admin/readiness', { signal })),
  });
}

/** Names of the places that goods are sent from, for whoever may read them. */
export function useLocationNames(): ReadonlyMap<string, string> {
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['stock-locations'],
    queryFn: ({ signal }) => told(kontor.GET('/v1/admin/stock/locations', { signal })),
    enabled: may('inventory:read'),
    staleTime: 5 * 60_000,
  });
  return new Map((data?.items ?? []).map(({ locationId, name }) => [locationId, name]));
}
