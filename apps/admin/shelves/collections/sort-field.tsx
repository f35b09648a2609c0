import { useProblemText } from '../../asking/problem-text.ts';
import { isOvertaken } from '../../products/product-commands.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import type { CollectionEditing } from '../use-collection.ts';

const sorts = ['by_hand', 'newest', 'name', 'price_ascending', 'price_descending'] as const;

interface SortShown {
  readonly editing: CollectionEditing;
  readonly mayEdit: boolean;
}

/** How shoppers see what stands in it, until they choose otherwise: taken at once. */
export function SortField({ editing: { kept, sorted }, mayEdit }: SortShown) {
  const { words } = usePageSpeech();
  const names = words.shelves.sorting;
  const textOf = useProblemText();
  const sort = kept.sort ?? 'newest';
  return (
    <div className="fields">
      <label className="field">
        {names.label}
        <select
          value={sorted.isPending ? sorted.variables : sort}
          disabled={!mayEdit}
          onChange={({ target }) => {
            const chosen = sorts.find((one) => one === target.value);
            if (chosen && !sorted.isPending) sorted.mutate(chosen);
          }}
        >
          {sorts.map((one) => (
            <option key={one} value={one}>
              {names[one]}
            </option>
          ))}
        </select>
        <span className="muted">{names.what[sort === 'by_hand' ? 'byHand' : 'byItself']}</span>
      </label>
      {sorted.error && (
        <p className="alert" role="alert">
          {isOvertaken(sorted.error) ? words.shelves.overtaken : textOf(sorted.error)}
        </p>
      )}
    </div>
  );
}
