import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { changedFields, type ChangedField } from '../audit/changed-fields.ts';
import { isOvertaken } from '../products/product-commands.ts';

interface Removing<T> {
  /** Sent of the version that was read. */
  readonly remove: (thing: T) => Promise<unknown>;
  /** As it stands now, where somebody changed it since; undefined: it is gone. */
  readonly read: (thing: T) => Promise<T | undefined>;
  readonly onGone?: () => unknown;
}

/** What says nothing to people, and what others than its readers change. */
const unsaid = new Set(['version', 'updatedAt', 'products']);

/**
 * Removes a thing as it was read. What somebody made of it since is told instead, field by field, and it
 * goes where it is removed once more.
 */
export function useRemoval<T>({ remove, read, onGone }: Removing<T>) {
  const [overtaken, setOvertaken] = useState<{ now: T | undefined; changes: ChangedField[] }>();
  const removal = useMutation({
    mutationFn: remove,
    onMutate: () => setOvertaken(undefined),
    onSuccess: onGone,
    onError: async (error, seen) => {
      if (!isOvertaken(error)) return;
      const now = await read(seen);
      const changes = changedFields(seen, now ?? {}).filter(({ path }) => !unsaid.has(path));
      setOvertaken({ now, changes: now === undefined ? [] : changes });
    },
  });
  return { ...removal, now: overtaken?.now, changes: overtaken?.changes ?? [] };
}

export type Removal = Pick<ReturnType<typeof useRemoval>, 'error' | 'changes'>;
