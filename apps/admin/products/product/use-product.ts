import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { noteProduct } from '../grid/use-products.ts';
import {
  changeProduct,
  isOvertaken,
  readProduct,
  type Product,
  type ReadVersion,
} from '../product-commands.ts';
import {
  carriedOver,
  changedKeys,
  draftOf,
  fieldsOf,
  isSameField,
  overlaid,
  type Draft,
  type FieldKey,
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
  readonly fields: readonly FieldKey[];
  /** Of these the other one changed nothing: one's own stands unless somebody says otherwise. */
  readonly mine: readonly FieldKey[];
}

/** `seen` is the product in the version that is sent: own commands before it in the line are in it. */
export type Command = (read: ReadVersion, seen: Product) => Promise<Product>;

/** A version of a product that somebody has seen, and what they have made of it so far. */
interface Held {
  readonly base: Product;
  readonly draft: Draft;
}

/**
 * A product in somebody's hands. All that is sent is sent of the version that they saw; what they
 * typed and did not save yet is carried over to each newer one.
 */
export function useEditing(opened: Product, channel: string) {
  const hands = useHands(opened);
  const { held, hold, latest, newest } = hands;
  const [overtaken, setOvertaken] = useState<Overtaken>();
  const changed = changedKeys(draftOf(held.base), held.draft);
  const inTurn = useTurns({ latest, channel });
  const lookAgain = async () => {
    const theirs = await readProduct(opened.productId, channel);
    newest.current = theirs;
    return theirs;
  };

  const saving = useMutation({
    mutationFn: ({ from, to }: { readonly from: Draft; readonly to: Draft }) =>
      inTurn(
        (read) => changeProduct(read, fieldsOf(from, to)),
        (saved) => hold(saved, carriedOver(to, latest.current.draft, draftOf(saved))),
        async () => {
          const theirs = await lookAgain();
          const { fields, mine } = contestedOf(latest.current, theirs, true);
          if (fields.length === 0) hold(theirs, draftOf(theirs));
          else setOvertaken({ theirs, fields, mine });
        },
      ),
  });
  const commanding = useMutation({
    mutationFn: (command: Command) =>
      inTurn(command, hands.take, async () => {
        const theirs = await lookAgain();
        const { fields } = contestedOf(latest.current, theirs, false);
        if (fields.length === 0) hands.take(theirs);
        else setOvertaken({ theirs, fields, mine: [] });
      }),
  });
  const choose = (chosen: ReadonlySet<string>) => {
    if (!overtaken) return;
    const { theirs, fields } = overtaken;
    const { base, draft } = latest.current;
    const now = draftOf(theirs);
    // What was not asked about stays in hand, not saved yet.
    const kept = changedKeys(draftOf(base), draft).filter(
      (key) => chosen.has(key) || !fields.includes(key),
    );
    const sent = overlaid(
      now,
      draft,
      fields.filter((key) => chosen.has(key)),
    );
    hold(theirs, overlaid(now, draft, kept));
    setOvertaken(undefined);
    if (chosen.size > 0) saving.mutate({ from: now, to: sent });
  };
  const { base, draft } = held;
  const shown = { product: base, newest: () => newest.current, draft, changed, overtaken, choose };
  return {
    ...shown,
    closeConflict: () => setOvertaken(undefined),
    set: (fields: Partial<Draft>) =>
      hold(latest.current.base, { ...latest.current.draft, ...fields }),
    discard: () => {
      hold(latest.current.base, draftOf(latest.current.base));
      saving.reset();
    },
    saving,
    save: () => saving.mutate({ from: draftOf(base), to: draft }),
    commanding,
    command: commanding.mutateAsync,
  };
}

/** What is shown, and the same for what ends between two renderings. */
function useHands(opened: Product) {
  const [held, setHeld] = useState<Held>(() => ({ base: opened, draft: draftOf(opened) }));
  const latest = useRef(held);
  /** As the shop last told of it, also where it is not shown yet since somebody has to choose. */
  const newest = useRef(opened);
  const hold = (base: Product, draft: Draft) => {
    if (base !== latest.current.base) noteProduct(base);
    if (base.version >= newest.current.version) newest.current = base;
    latest.current = { base, draft };
    setHeld(latest.current);
  };
  const take = (fresh: Product) => {
    const { base, draft } = latest.current;
    hold(fresh, carriedOver(draftOf(base), draft, draftOf(fresh)));
  };
  return { held, hold, latest, newest, take };
}

/** Own changes that another's version does not have: all, or those of what the other changed too. */
function contestedOf({ base, draft }: Held, theirs: Product, isAll: boolean) {
  const before = draftOf(base);
  const now = draftOf(theirs);
  const fields = changedKeys(before, draft).filter((key) => !isSameField(now, draft, key));
  const mine = fields.filter((key) => isSameField(now, before, key));
  return isAll ? { fields, mine } : { fields: fields.filter((key) => !mine.includes(key)), mine };
}

interface Turns {
  readonly latest: { readonly current: Held };
  readonly channel: string;
}

/**
 * One after the other, each of the version that the one before it made: who goes on to the next field
 * does not overtake themselves. What was asked for before somebody else was found to be quicker is
 * refused with it, since it was asked of what they had not seen.
 */
function useTurns({ latest, channel }: Turns) {
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const overtakenBy = useRef<unknown>(undefined);
  return (
    send: Command,
    onDone: (fresh: Product) => void,
    onOvertaken: () => Promise<void>,
  ): Promise<Product> => {
    const seen = overtakenBy.current;
    const turn = async () => {
      try {
        if (overtakenBy.current !== seen) throw overtakenBy.current;
        const { base } = latest.current;
        const { productId, version } = base;
        const fresh = await send({ productId, version, channel }, base);
        onDone(fresh);
        return fresh;
      } catch (error) {
        if (isOvertaken(error)) {
          overtakenBy.current = error;
          await onOvertaken();
        }
        throw error;
      }
    };
    const done = line.current.then(turn);
    line.current = done.catch(() => undefined);
    return done;
  };
}

export type Editing = ReturnType<typeof useEditing>;
