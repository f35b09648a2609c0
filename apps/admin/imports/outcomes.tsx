import { getRouteApi, Link } from '@tanstack/react-router';
import { useProblemText } from '../asking/problem-text.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { outcomes } from './import-search.ts';
import { useOutcomes, type KeyedOutcome, type ProductImport } from './use-imports.ts';

const route = getRouteApi('/products/import');

/** Row by row: what was refused and why, what was made to fit, what is new or changed. */
export function Outcomes({ shown }: { shown: ProductImport }) {
  const { words } = usePageSpeech();
  const text = words.imports;
  const textOf = useProblemText();
  const { outcome = 'left_out' } = route.useSearch();
  const { rows, isPending, error, again, hasNextPage, readOn } = useOutcomes(shown, outcome);
  const file = shown.importId;
  return (
    <section className="panel" aria-labelledby="outcomes">
      <header>
        <h2 id="outcomes">{text.rowByRow}</h2>
      </header>
      <nav className="views" aria-label={text.rowByRow}>
        {outcomes.map((one) => (
          <Link
            key={one}
            to="/products/import"
            search={{ file, outcome: one }}
            aria-current={one === outcome ? 'page' : undefined}
          >
            {text.outcomes[one]}
          </Link>
        ))}
      </nav>
      {error && (
        <p className="alert" role="alert">
          {textOf(error)}{' '}
          <button type="button" className="link" onClick={again}>
            {words.problems.again}
          </button>
        </p>
      )}
      {!isPending && !error && rows.length === 0 && <p className="nothing muted">{text.noRows}</p>}
      {rows.length > 0 && <Rows rows={rows} />}
      {hasNextPage && (
        <p className="nothing">
          <button type="button" className="button" onClick={readOn}>
            {text.more}
          </button>
        </p>
      )}
    </section>
  );
}

function Rows({ rows }: { rows: readonly KeyedOutcome[] }) {
  const { words } = usePageSpeech();
  const text = words.imports;
  return (
    <div className="scrolled" tabIndex={0} role="region" aria-labelledby="outcomes">
      <table>
        <thead>
          <tr>
            <th className="r">{text.lineHead}</th>
            <th>{text.what}</th>
            <th>{text.field}</th>
            <th>{text.reason}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, line, handle, sku, field, reason, message, given, kept }) => (
            <tr key={key}>
              <td className="r num">{line}</td>
              <td>{[handle, sku].filter(Boolean).join(' · ')}</td>
              <td>{field}</td>
              <td>
                {message ?? reason}
                {(given !== null || kept !== null) && (
                  <div className="muted">
                    {given} → {kept}
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
