import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { noteProduct } from '../grid/use-products.ts';
import {
  changeProduct,
  isOvertaken,
  readProduct,
  type Product,
  type ReadVersion,
} from '../product-commands.ts';
import {
  changedKeys,
  draftOf,
  fieldsOf,
  isSame,
  overlaid,
  type Draft,
  type DraftKey,
} from './draft.ts';

/** As it stands when the page is opened: what others change later comes with a 412, never beneath one's hands. */
export function useProduct(productId: string, channel: string) {
  return useQuery({
    queryKey: ['product', productId],
    queryFn: ({ signal }) => readProduct(productId, channel, signal),
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** What both changed, or one's own that another's version does not have: `theirs` is how it stands now. */
interface Overtaken {
  readonly theirs: Product;
  readonly fields: readonly DraftKey[];
  /** Of these the other one changed nothing: one's own stands unless somebody says otherwise. */
  readonly mine: readonly DraftKey[];
}

export type Command = (read: ReadVersion) => Promise<Product>;

/**
 * A product in somebody's hands. All that is sent is sent of the version that they saw; what they
 * typed and did not save yet is carried over to each newer one.
 */
export function useEditing(opened: Product, channel: string) {
  const [base, setBase] = useState(opened);
  const [draft, setDraft] = useState(() => draftOf(opened));
  const [overtaken, setOvertaken] = useState<Overtaken>();
  const { productId } = base;
  const before = draftOf(base);
  const changed = changedKeys(before, draft);

  /** What the shop answered, after one's own change or when somebody else was quicker. */
  const takeWith = (fresh: Product, kept: readonly DraftKey[]) => {
    noteProduct(fresh);
    setBase(fresh);
    setDraft(overlaid(draftOf(fresh), draft, kept));
  };
  const take = (fresh: Product) => takeWith(fresh, changed);
  const compare = async () => {
    const theirs = await readProduct(productId, channel);
    const now = draftOf(theirs);
    const fields = changed.filter((key) => !isSame(now[key], draft[key]));
    if (fields.length === 0) takeWith(theirs, []);
    else {
      const mine = fields.filter((key) => isSame(now[key], before[key]));
      setOvertaken({ theirs, fields, mine });
    }
  };
  const saving = useSaving(channel, {
    onSaved: (saved) => {
      setOvertaken(undefined);
      takeWith(saved, []);
    },
    onOvertaken: () => void compare(),
  });
  const choose = (chosen: ReadonlySet<string>) => {
    if (!overtaken) return;
    const { theirs } = overtaken;
    const kept = changed.filter((key) => chosen.has(key));
    const merged = overlaid(draftOf(theirs), draft, kept);
    noteProduct(theirs);
    setBase(theirs);
    setDraft(merged);
    setOvertaken(undefined);
    if (kept.length > 0) saving.mutate({ from: theirs, to: merged });
  };
  const commanding = useCommanding(
    { productId, version: base.version, channel },
    take,
    (theirs) => {
      const now = draftOf(theirs);
      const contested = changed.filter(
        (key) => !isSame(now[key], before[key]) && !isSame(now[key], draft[key]),
      );
      if (contested.length === 0) take(theirs);
      else setOvertaken({ theirs, fields: contested, mine: [] });
    },
  );
  const shown = { product: base, draft, changed, overtaken, choose };
  return {
    ...shown,
    closeConflict: () => setOvertaken(undefined),
    set: (fields: Partial<Draft>) => setDraft((now) => ({ ...now, ...fields })),
    discard: () => {
      setDraft(before);
      saving.reset();
    },
    saving,
    save: () => saving.mutate({ from: base, to: draft }),
    commanding,
    command: commanding.mutateAsync,
  };
}

interface Saved {
  readonly onSaved: (saved: Product) => void;
  readonly onOvertaken: () => void;
}

/** What was changed of a version that was read. */
function useSaving(channel: string, { onSaved, onOvertaken }: Saved) {
  return useMutation({
    mutationFn: ({ from, to }: { readonly from: Product; readonly to: Draft }) =>
      changeProduct(
        { productId: from.productId, version: from.version, channel },
        fieldsOf(draftOf(from), to),
      ),
    onSuccess: onSaved,
    onError: (error) => {
      if (isOvertaken(error)) onOvertaken();
    },
  });
}

/** The commands beside the fields, such as a price: of the version that was seen, too. */
function useCommanding(
  read: ReadVersion,
  onSaved: (saved: Product) => void,
  onOvertaken: (theirs: Product) => void,
) {
  return useMutation({
    mutationFn: (command: Command) => command(read),
    onSuccess: onSaved,
    onError: async (error) => {
      if (isOvertaken(error)) onOvertaken(await readProduct(read.productId, read.channel));
    },
  });
}

export type Editing = ReturnType<typeof useEditing>;
