import { told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { kontor, queryClient } from '../asking/kontor.ts';
import { ifMatch } from '../forms/if-match.ts';
import { isOvertaken } from '../products/product-commands.ts';
import { differing, useTyped } from '../products/product/use-typed.ts';
import { namesOf } from './names-fields.tsx';
import { noteShelves, type Collection } from './use-shelves.ts';

type Fields = Readonly<Record<string, string>>;
type Kept = Pick<Collection, 'title' | 'titles' | 'descriptionHtml' | 'version' | 'sort' | 'rule'>;
export type CollectionRule = NonNullable<Collection['rule']>;
export type CollectionSort = NonNullable<Collection['sort']>;
export type CollectionEditing = ReturnType<typeof useCollectionEditing>;

/** Each language by itself, so that two people may change different ones. */
const inLanguage = 'in ';

const fieldsOf = ({ title, titles, descriptionHtml }: Kept): Fields => ({
  title,
  descriptionHtml,
  ...Object.fromEntries(
    Object.entries(titles).map(([locale, text]) => [`${inLanguage}${locale}`, text]),
  ),
});

const titlesOf = (fields: Fields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([key]) => key.startsWith(inLanguage))
      .map(([key, text]) => [key.slice(inLanguage.length), text]),
  );

/** What is sent of a version of a collection. */
function commandsOf(handle: string, version: number) {
  const params = { path: { handle }, header: ifMatch(version) };
  return {
    sort: (sort: CollectionSort) =>
      told(kontor.PUT('/v1/admin/collections/{handle}/sort', { params, body: { sort } })),
    rule: (rule: CollectionRule | null) =>
      told(kontor.PUT('/v1/admin/collections/{handle}/rule', { params, body: { rule } })),
    words: (fields: Fields) =>
      told(
        kontor.PUT('/v1/admin/collections/{handle}', {
          params,
          body: {
            title: (fields['title'] ?? '').trim(),
            titles: namesOf(titlesOf(fields)),
            descriptionHtml: fields['descriptionHtml'] ?? '',
          },
        }),
      ),
  };
}

/** Words of a collection in somebody's hands: they are sent of the version that was seen. */
export function useCollectionEditing(opened: Collection) {
  const { handle } = opened;
  const [kept, setKept] = useState<Kept>(opened);
  const typing = useTyped<Fields>(fieldsOf(opened));
  const overtaken = async (error: Error) => {
    if (!isOvertaken(error)) return;
    await queryClient.refetchQueries({ queryKey: ['collections', 'kept'] });
    const all = queryClient.getQueryData<Collection[]>(['collections', 'kept']);
    const now = all?.find((each) => each.handle === handle);
    if (!now) return;
    setKept(now);
    typing.overtake(fieldsOf(now));
  };
  const send = commandsOf(handle, kept.version);
  const sorted = useMutation({
    mutationFn: send.sort,
    onSuccess: (now) => {
      setKept(now);
      noteShelves();
    },
    onError: overtaken,
  });
  const ruled = useMutation({
    mutationFn: send.rule,
    onSuccess: async (now) => {
      setKept(now);
      noteShelves();
      await queryClient.invalidateQueries({ queryKey: ['collection products', handle] });
    },
    onError: overtaken,
  });
  const saved = useMutation({
    mutationFn: send.words,
    onSuccess: (now, fields) => {
      setKept(now);
      typing.accept(fields, fieldsOf(now));
      noteShelves();
    },
    onError: overtaken,
  });
  return {
    ...typing,
    kept,
    titles: titlesOf(typing.typed),
    saved,
    sorted,
    ruled,
    isChanged: differing(typing.from, typing.typed).length > 0,
    save: () => saved.mutate(typing.typed),
    keepChosen: (mine: ReadonlySet<string>) => saved.mutate(typing.choose(mine)),
    discard: () => {
      typing.type(typing.from);
      saved.reset();
    },
  };
}
