import { told, type Schemas } from '@kontor/sdk';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { kontor, queryClient } from '../asking/kontor.ts';
import { ifMatch } from '../forms/if-match.ts';
import { isOvertaken } from '../products/product-commands.ts';
import { differing, useTyped } from '../products/product/use-typed.ts';

export type MailTemplate = Schemas['MailTemplate'];
export type MailName = Schemas['MailName'];

/** Which words: of one kind of mail in one language of one channel. */
export interface TemplateOf {
  readonly channel: string;
  readonly name: MailName;
  readonly locale: string;
}

export const parts = ['subject', 'text', 'html', 'sms'] as const;
type Part = (typeof parts)[number];
export type Source = Readonly<Record<Part, string>>;

const header = (channel: string) => ({ Channel: channel });
const listKey = 'mail templates';

/** Every kind of mail with its languages. */
export function useTemplates(channel: string) {
  return useQuery({
    queryKey: [listKey, channel],
    queryFn: ({ signal }) =>
      told(kontor.GET('/v1/admin/templates', { params: { header: header(channel) }, signal })),
  });
}

function readTemplate({ channel, name, locale }: TemplateOf, signal?: AbortSignal) {
  const params = { path: { name, locale }, header: header(channel) };
  return told(
    kontor.GET('/v1/admin/templates/{name}/{locale}', { params, ...(signal && { signal }) }),
  );
}

/** As it stands when it is opened: what others change later comes with a 412. */
export function useTemplate(of: TemplateOf) {
  return useQuery({
    queryKey: [listKey, of.channel, of.name, of.locale],
    queryFn: ({ signal }) => readTemplate(of, signal),
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

const sourceOf = ({ subject, text, html, sms }: MailTemplate): Source => ({
  subject,
  text,
  html,
  sms: sms ?? '',
});

/** Nothing is sent by SMS where nothing is written for it. */
export const draftOf = ({ sms, ...source }: Source) => ({
  ...source,
  sms: sms.trim() === '' ? null : sms,
});

/** Words in somebody's hands: they are sent of the version that was seen. */
export function useTemplateEditing(of: TemplateOf, opened: MailTemplate) {
  const { channel, name, locale } = of;
  const [template, setTemplate] = useState(opened);
  const [done, setDone] = useState<'saved' | 'reset'>();
  const typing = useTyped<Source>(sourceOf(opened));
  const noteIt = () => void queryClient.invalidateQueries({ queryKey: [listKey, channel] });
  const path = { name, locale };
  const overtaken = async (error: Error) => {
    if (!isOvertaken(error)) return;
    const now = await readTemplate(of);
    setTemplate(now);
    typing.overtake(sourceOf(now));
  };
  const saved = useMutation({
    mutationFn: (source: Source) =>
      told(
        kontor.PUT('/v1/admin/templates/{name}/{locale}', {
          params: {
            path,
            header: { ...header(channel), 'If-Match': `"${template.version}"` },
          },
          body: draftOf(source),
        }),
      ),
    onMutate: () => setDone(undefined),
    onSuccess: (now, source) => {
      setTemplate(now);
      typing.accept(source, sourceOf(now));
      setDone('saved');
      noteIt();
    },
    onError: overtaken,
  });
  const reset = useMutation({
    mutationFn: async () => {
      const params = { path, header: { ...header(channel), ...ifMatch(template.version) } };
      await told(kontor.DELETE('/v1/admin/templates/{name}/{locale}', { params }));
      return readTemplate(of);
    },
    onMutate: () => setDone(undefined),
    onError: overtaken,
    onSuccess: (now) => {
      setTemplate(now);
      typing.accept(typing.typed, sourceOf(now));
      setDone('reset');
      noteIt();
    },
  });
  return {
    ...typing,
    template,
    done,
    saved,
    reset,
    isChanged: differing(typing.from, typing.typed).length > 0,
    save: () => saved.mutate(typing.typed),
    keepChosen: (mine: ReadonlySet<string>) => saved.mutate(typing.choose(mine)),
    discard: () => {
      typing.type(typing.from);
      saved.reset();
    },
  };
}

export type TemplateEditing = ReturnType<typeof useTemplateEditing>;

/** What the shop would send of the words as they are typed; what was made before stays meanwhile. */
export function useMailPreview(of: TemplateOf, typed: Source, orderNumber: string | undefined) {
  const { channel, name, locale } = of;
  const draft = draftOf(useDeferredValue(typed));
  return useQuery({
    queryKey: ['mail preview', channel, name, locale, orderNumber, draft],
    queryFn: ({ signal }) =>
      told(
        kontor.POST('/v1/admin/templates/{name}/{locale}/order-preview', {
          params: { path: { name, locale }, header: header(channel) },
          body: { draft, ...(orderNumber === undefined ? {} : { orderNumber }) },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Infinity,
    gcTime: 60_000,
  });
}
