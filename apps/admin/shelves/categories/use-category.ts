import { told, type Schemas } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { kontor, queryClient } from '../../asking/kontor.ts';
import { ifMatch } from '../../forms/if-match.ts';
import { isOvertaken } from '../../products/product-commands.ts';
import { differing, useTyped } from '../../products/product/use-typed.ts';
import { noteShelves } from '../use-shelves.ts';
import { displayOf, fieldsOf, type Fields } from './display-fields.ts';

export type Display = Schemas['CategoryDisplay'];

const keyOf = (path: string) => ['categories', 'display', path];

export function useCategory(path: string) {
  return useQuery({
    queryKey: keyOf(path),
    queryFn: ({ signal }) =>
      told(kontor.GET('/v1/admin/categories/display', { params: { query: { path } }, signal })),
  });
}

/** What a category shows, in somebody's hands: it is sent of the version that was seen. */
export function useCategoryEditing(opened: Display) {
  const { path } = opened;
  const [kept, setKept] = useState(opened);
  const typing = useTyped<Fields>(fieldsOf(opened));
  const saved = useMutation({
    mutationFn: (fields: Fields) =>
      told(
        kontor.PUT('/v1/admin/categories/display', {
          params: { header: ifMatch(kept.version) },
          body: { path, ...displayOf(fields) },
        }),
      ),
    onSuccess: (now, fields) => {
      setKept(now);
      typing.accept(fields, fieldsOf(now));
      noteShelves();
    },
    onError: async (error) => {
      if (!isOvertaken(error)) return;
      await queryClient.refetchQueries({ queryKey: keyOf(path) });
      const now = queryClient.getQueryData<Display>(keyOf(path));
      if (!now) return;
      setKept(now);
      typing.overtake(fieldsOf(now));
    },
  });
  return {
    ...typing,
    kept,
    saved,
    isChanged: differing(typing.from, typing.typed).length > 0,
    save: () => saved.mutate(typing.typed),
    keepChosen: (mine: ReadonlySet<string>) => saved.mutate(typing.choose(mine)),
    discard: () => {
      typing.type(typing.from);
      saved.reset();
    },
  };
}

export type CategoryEditing = ReturnType<typeof useCategoryEditing>;
