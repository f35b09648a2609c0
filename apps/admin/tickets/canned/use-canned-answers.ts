import { told, type Schemas } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { kontor, queryClient } from '../../asking/kontor.ts';

export type CannedAnswer = Schemas['CannedAnswer'];

const listKey = ['canned answers'] as const;

export function useCannedAnswers() {
  return useQuery({
    queryKey: listKey,
    queryFn: ({ signal }) => told(kontor.GET('/v1/admin/canned-answers', { signal })),
  });
}

type WrittenAnswer = Pick<CannedAnswer, 'code' | 'title' | 'message' | 'locale' | 'version'>;

/** Under a version that is another's by now it is refused with 412; a new one has version 0. */
export function useKeepAnswer() {
  return useMutation({
    mutationFn: ({ code, version, title, message, locale }: WrittenAnswer) =>
      told(
        kontor.PUT('/v1/admin/canned-answers/{code}', {
          params: { path: { code }, header: { 'If-Match': `"${version}"` } },
          body: { title, message, locale },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: listKey }),
  });
}

export function useRemoveAnswer() {
  return useMutation({
    mutationFn: ({ code, version }: CannedAnswer) =>
      told(
        kontor.DELETE('/v1/admin/canned-answers/{code}', {
          params: { path: { code }, header: { 'If-Match': `"${version}"` } },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: listKey }),
  });
}
