import { newIdempotencyKey, told, type Schemas } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { kontor, queryClient } from '../asking/kontor.ts';

export type SavedView = Schemas['SavedView'];
/** What a list is asked for, as it stands in its address. */
export type ViewState = Readonly<Record<string, string>>;

const all = '/v1/auth/saved-views';
const one = `${all}/{viewId}` as const;
const keyOf = (page: string) => ['saved-views', page] as const;

/** The views that whoever is signed in keeps of a page. */
export function useSavedViews(page: string) {
  return useQuery({
    queryKey: keyOf(page),
    queryFn: async ({ signal }) =>
      (await told(kontor.GET(all, { params: { query: { page } }, signal }))).items,
    staleTime: 60_000,
  });
}

export interface NewView {
  readonly name: string;
  readonly state: ViewState;
  readonly isDefault: boolean;
}

export interface ChangedView {
  readonly viewId: string;
  readonly name?: string;
  readonly state?: ViewState;
  readonly isDefault?: boolean;
}

/** Each of them leaves the list as the account has it. */
export function useViewChanges(page: string) {
  const onSettled = () => queryClient.invalidateQueries({ queryKey: keyOf(page) });
  const create = useMutation({
    mutationFn: ({ state, ...view }: NewView) =>
      told(
        kontor.POST(all, {
          params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
          body: { ...view, page, state: { ...state } },
        }),
      ),
    onSettled,
  });
  const change = useMutation({
    mutationFn: ({ viewId, state, ...changed }: ChangedView) =>
      told(
        kontor.PATCH(one, {
          params: { path: { viewId } },
          body: { ...changed, ...(state && { state: { ...state } }) },
        }),
      ),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: ({ viewId }: SavedView) =>
      told(kontor.DELETE(one, { params: { path: { viewId } } })),
    onSettled,
  });
  return { create, change, remove };
}

/** As a page's address has it: what is no text is none of ours. */
export function stateOf({ state }: SavedView): ViewState {
  const texts = Object.entries(state).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts) as ViewState;
}

/** Whether two searches ask for the same, in whatever order. */
export function isSameState(one: ViewState, other: ViewState): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
  );
}
