import { Icon } from '../shell/icon.tsx';
import { PathLink } from '../shell/path-link.tsx';
import { useSpeech } from '../words/speech.tsx';
import type { Readiness } from './use-today.ts';

type Item = Readiness['items'][number];

/** Where it is done, as far as there is a page for it. */
const pages: Readonly<Record<string, string>> = {
  product: '/products',
  legal_texts: '/content',
  company_data: '/settings',
  tax_data: '/settings',
};

/** Before the first order: everything that a shop needs, what is done and what is not. */
export function Missing({ readiness }: { readiness: Readiness }) {
  const { words } = useSpeech();
  const { items } = readiness;
  const left = items.filter(({ done }) => !done).length;
  return (
    <section className="panel">
      <header>
        <h2>{words.today.missing.title}</h2>
        <div className="right num">{words.today.missing.left(left, items.length)}</div>
      </header>
      <Items readiness={readiness} items={items} />
    </section>
  );
}

/** Who sells already looks at it when they want to. */
export function StillMissing({ readiness }: { readiness: Readiness }) {
  const { words } = useSpeech();
  const left = readiness.items.filter(({ done }) => !done);
  return (
    <details className="panel still-missing">
      <summary>{words.today.missing.after(left.length)}</summary>
      <Items readiness={readiness} items={left} />
    </details>
  );
}

function Items({ readiness, items }: { readiness: Readiness; items: readonly Item[] }) {
  const { words } = useSpeech();
  return (
    <>
      <ul className="missing">
        {items.map((item) => (
          <Line key={item.kind} item={item} />
        ))}
      </ul>
      {readiness.unanswered.length > 0 && (
        <p className="notice" role="status">
          {words.today.missing.unanswered}
        </p>
      )}
    </>
  );
}

function Line({ item: { kind, done, missing } }: { item: Item }) {
  const { words } = useSpeech();
  const said = words.today.missing;
  const nameOf = usePartName(kind);
  const { title, what } = said.kinds[kind] ?? { title: kind, what: '' };
  const parts = missing.map(nameOf).filter((part) => part !== undefined);
  return (
    <li className={done ? 'done' : 'open'}>
      <Icon name={done ? 'check' : 'cross'} />
      <div>
        <PathLink className="row-link" to={pages[kind]}>
          {title}
        </PathLink>
        <span className="visually-hidden"> {done ? said.standing.done : said.standing.open}</span>
        {!done && (
          <p className="muted">
            {parts.length > 0 && `${said.lacks(parts.join(', '))} `}
            {what}
          </p>
        )}
      </div>
    </li>
  );
}

/** `imprint`, `imprint/de`, and of tax rates `DE/standard`; undefined where the line says it already. */
function usePartName(kind: string): (part: string) => string | undefined {
  const { words, formats } = useSpeech();
  const { parts } = words.today.missing;
  return (part) => {
    const [name = '', of] = part.split('/');
    if (kind === 'tax_rates') return `${formats.country(name)} (${of})`;
    const known = parts[name];
    return known !== undefined && of !== undefined ? `${known} (${formats.language(of)})` : known;
  };
}
