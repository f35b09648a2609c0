import { usePageSpeech } from '../words/speech.tsx';
import { pageKinds, type PageKind } from './use-content.ts';

interface KindShown {
  readonly kind: PageKind;
  readonly mayEdit?: boolean;
  readonly onChosen: (kind: PageKind) => void;
}

/** A channel has one page of each kind that the law asks for. */
export function KindField({ kind, mayEdit = true, onChosen }: KindShown) {
  const { words } = usePageSpeech();
  const names = words.content;
  return (
    <label className="field">
      {names.kind}
      <select
        value={kind}
        disabled={!mayEdit}
        onChange={({ target }) => onChosen(target.value as PageKind)}
      >
        {pageKinds.map((each) => (
          <option key={each} value={each}>
            {names.kinds[each]}
          </option>
        ))}
      </select>
    </label>
  );
}
