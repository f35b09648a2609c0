import { told } from '@kontor/sdk';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { useChannels } from '../../products/use-channels.ts';
import { useFields } from '../../products/use-fields.ts';
import { isOvertaken } from '../../products/product-commands.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import type { CollectionEditing, CollectionRule } from '../use-collection.ts';
import { conditionOf, draftOf, freshDraft, type Draft } from './rule-draft.ts';
import { ruleText } from './rule-text.ts';

type Rule = CollectionRule | null;

const isSame = (one: Rule, other: Rule) => JSON.stringify(one) === JSON.stringify(other);

/** The rule of a collection in somebody's hands, and what it would hold as it is typed. */
export function useRule({ kept, ruled }: CollectionEditing) {
  const { words, formats } = usePageSpeech();
  const { channels } = useChannels();
  const known = { channels, fields: useFields() };
  const from = kept.rule ?? null;
  const typedOf = (rule: Rule) => ({
    isRuled: rule !== null,
    match: rule?.match ?? ('all' as const),
    drafts: (rule?.conditions ?? []).map((each, at) => draftOf(each, `kept ${at}`, known, formats)),
  });
  // Of what is not touched the shop's own stands, as soon as it is another one.
  const [typing, setTyping] = useState<ReturnType<typeof typedOf>>();
  const [begunFrom, setBegunFrom] = useState<Rule>(from);
  const [isContested, setContested] = useState(false);
  const typed = typing ?? typedOf(from);
  const type = (fields: Partial<typeof typed>) => {
    if (typing === undefined) setBegunFrom(from);
    setTyping({ ...typed, ...fields });
  };
  const fresh = () => freshDraft(known, crypto.randomUUID());
  const conditions = typed.drafts.map((each) => conditionOf(each, known));
  const isFinished = conditions.length > 0 && !conditions.includes(undefined);
  const finished = isFinished ? ({ match: typed.match, conditions } as CollectionRule) : undefined;
  const rule = typed.isRuled ? finished : null;
  const isChanged = typing !== undefined && (rule === undefined || !isSame(rule, from));
  const discard = () => {
    setTyping(undefined);
    setContested(false);
    ruled.reset();
  };
  const save = () => {
    if (rule === undefined || !isChanged) return;
    ruled.mutate(rule, {
      onSuccess: discard,
      onError: (error) => setContested(isOvertaken(error)),
    });
  };
  return {
    ...typed,
    channels,
    isChanged,
    rule,
    preview: usePreview(typed.isRuled ? finished : undefined),
    type,
    choose: (isRuled: boolean) =>
      type({ isRuled, drafts: typed.drafts.length === 0 ? [fresh()] : typed.drafts }),
    add: () => type({ drafts: [...typed.drafts, fresh()] }),
    change: (id: string, fields: Partial<Draft>) =>
      type({
        drafts: typed.drafts.map((each) => (each.id === id ? { ...each, ...fields } : each)),
      }),
    remove: (id: string) => type({ drafts: typed.drafts.filter((each) => each.id !== id) }),
    /** Another rule that somebody gave it meanwhile. */
    isContested:
      isContested && rule !== undefined && !isSame(begunFrom, from) && !isSame(rule, from),
    textOf: (some: Rule) => ruleText(some, known, words.shelves.rule, formats),
    from,
    letBe: () => setContested(false),
    discard,
    save,
  };
}

function usePreview(rule: CollectionRule | undefined) {
  // As text, so that the same rule is the same.
  const asked = useDeferredValue(rule && JSON.stringify(rule));
  return useQuery({
    queryKey: ['collection preview', asked],
    queryFn: ({ signal }) =>
      told(
        kontor.POST('/v1/admin/collection-previews', {
          body: { rule: JSON.parse(asked!) as CollectionRule },
          signal,
        }),
      ),
    enabled: asked !== undefined,
    placeholderData: asked === undefined ? undefined : keepPreviousData,
    // What names something that is not there says so.
    retry: false,
  });
}
