import { told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { kontor } from '../asking/kontor.ts';
import { isOvertaken } from '../products/product-commands.ts';
import { differing, useTyped } from '../products/product/use-typed.ts';
import { bodyOf, fieldsOf, type PageFields } from './page-fields.ts';
import { channelHeader, noteContent, readPage, type ContentPage } from './use-content.ts';

/** What was done last, to be said. */
export type Done = 'saved' | 'published' | 'unpublished';

interface Sent {
  readonly what: Done;
  /** Of what was saved. */
  readonly fields?: PageFields;
  readonly send: () => Promise<ContentPage>;
}

/** A page in somebody's hands: all is sent of the version that they saw. */
export function usePageEditing(opened: ContentPage, channel: string) {
  const [page, setPage] = useState(opened);
  const [done, setDone] = useState<Done>();
  const typing = useTyped<PageFields>(fieldsOf(opened));
  const { typed, from } = typing;
  const sent = useMutation({
    mutationFn: ({ send }: Sent) => send(),
    onMutate: () => setDone(undefined),
    onSuccess: (now, { what, fields }) => {
      setPage(now);
      if (fields) typing.accept(fields, fieldsOf(now));
      else typing.overtake(fieldsOf(now));
      setDone(what);
      noteContent();
    },
    onError: async (error) => {
      if (!isOvertaken(error)) return;
      const now = await readPage(channel, page.handle);
      setPage(now);
      typing.overtake(fieldsOf(now));
    },
  });
  const params = (version: number) => ({
    path: { handle: page.handle },
    header: { ...channelHeader(channel), 'If-Match': `"${version}"` },
  });
  const put = (fields: PageFields) =>
    sent.mutate({
      what: 'saved',
      fields,
      send: () =>
        told(
          kontor.PUT('/v1/admin/pages/{handle}', {
            params: params(page.version),
            body: bodyOf(fields),
          }),
        ),
    });
  return {
    page,
    done,
    typed,
    from,
    contested: typing.contested,
    isChanged: differing(from, typed).length > 0,
    isBusy: sent.isPending,
    error: sent.error,
    type: (fields: PageFields) => typing.type(fields),
    discard: () => {
      typing.type(from);
      sent.reset();
    },
    save: () => put(typed),
    choose: (mine: ReadonlySet<string>) => put(typing.choose(mine)),
    letBe: typing.letBe,
    publish: () =>
      sent.mutate({
        what: 'published',
        send: () =>
          told(kontor.POST('/v1/admin/pages/{handle}/publish', { params: params(page.version) })),
      }),
    unpublish: () =>
      sent.mutate({
        what: 'unpublished',
        send: () =>
          told(kontor.POST('/v1/admin/pages/{handle}/unpublish', { params: params(page.version) })),
      }),
  };
}

export type PageEditing = ReturnType<typeof usePageEditing>;
