import { Icon } from '../shell/icon.tsx';
import { PathLink } from '../shell/path-link.tsx';
import { useSpeech } from '../words/speech.tsx';
import type { Readiness } from './use-today.ts';

type Item = Readiness['items'][number];

/** Where it is done, as far as there is a page for it. */
const pages: Readonly<Record<string, { readonly to: string; readonly field?: string }>> = {
  product: { to: '/products' },
  demo_store_removed: { to: '/products' },
  legal_texts: { to: '/settings/texts' },
  company_data: { to: '/settings/channels', field: 'company.name' },
  tax_data: { to: '/settings/channels', field: 'company.taxIds' },
  tax_rates: { to: '/settings/tax', field: 'rates.add' },
  payment_keys: { to: '/settings/payments', field: 'method-card.active' },
  delivery: { to: '/settings/delivery', field: 'zone.new' },
  mail_sender: { to: '/settings/channels', field: 'company.email' },
  test_mail: { to: '/settings/channels', field: 'mail.test' },
};

/** Of the company: where somebody begins, who lacks the first of what is missing. */
function fieldOf({ kind, missing }: Item): string | undefined {
  const [first = ''] = missing;
  if (kind === 'company_data') return `company.${first || 'name'}`;
  if (kind === 'legal_texts') return first === '' ? undefined : `texts.${first.split('/')[0]}`;
  return pages[kind]?.field;
}

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

function Line({ item }: { item: Item }) {
  const { kind, done, missing } = item;
  const { words } = useSpeech();
  const said = words.today.missing;
  const nameOf = usePartName(kind);
  const { title, what } = said.kinds[kind] ?? { title: kind, what: '' };
  const field = fieldOf(item);
  const parts = missing.map(nameOf).filter((part) => part !== undefined);
  return (
    <li className={done ? 'done' : 'open'}>
      <Icon name={done ? 'check' : 'cross'} />
      <div>
        <PathLink
          className="row-link"
          to={pages[kind]?.to}
          {...(field !== undefined && { search: { field } })}
        >
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
