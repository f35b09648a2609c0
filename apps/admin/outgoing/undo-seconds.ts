import { newIdempotencyKey, told } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { kontor, queryClient } from '../asking/kontor.ts';

/** For how long what goes outside waits, to choose from. */
export const offeredSeconds = [0, 5, 10, 20, 30] as const;
const unlessChosen = 5;

/** Kept with the account as a view is, so that it is the same on every device. */
const page = 'outgoing';
const name = 'seconds';
const queryKey = ['undo seconds'];

interface Chosen {
  readonly seconds: number;
  /** Undefined while nothing was chosen. */
  readonly viewId: string | undefined;
}

const options = {
  queryKey,
  queryFn: async (): Promise<Chosen> => {
    const query = { page };
    const { items } = await told(kontor.GET('/v1/auth/saved-views', { params: { query } }));
    const seconds = Number(items[0]?.state['seconds'] ?? unlessChosen);
    return { seconds: inRange(seconds) ? seconds : unlessChosen, viewId: items[0]?.viewId };
  },
  staleTime: 60_000,
};

const inRange = (seconds: number) => Number.isInteger(seconds) && seconds >= 0 && seconds <= 30;

/** For a command, as it is sent: nothing where it goes out at once. */
export async function wishToWait(): Promise<{ waitSeconds?: number }> {
  const { seconds } = await queryClient.ensureQueryData(options).catch(() => ({
    seconds: unlessChosen,
  }));
  return seconds === 0 ? {} : { waitSeconds: seconds };
}

export function useUndoSeconds() {
  const { data } = useQuery(options);
  const { mutate } = useMutation({
    mutationFn: async (seconds: number) => {
      const { viewId } = await queryClient.fetchQuery(options);
      const state = { seconds };
      if (viewId !== undefined) {
        const path = { viewId };
        const params = { path };
        await told(kontor.PATCH('/v1/auth/saved-views/{viewId}', { params, body: { state } }));
        return;
      }
      const header = { 'Idempotency-Key': newIdempotencyKey() };
      const body = { page, name, state };
      await told(kontor.POST('/v1/auth/saved-views', { params: { header }, body }));
    },
    onMutate: (seconds) =>
      queryClient.setQueryData<Chosen>(queryKey, (now) => now && { ...now, seconds }),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  return { seconds: data?.seconds ?? unlessChosen, choose: mutate };
}
