import { Link } from '@tanstack/react-router';
import { useProblemText } from '../asking/problem-text.ts';
import { useKindName } from '../messages/message-chips.tsx';
import { useChannel } from '../products/use-channels.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { useTemplates } from './use-templates.ts';

/** Every kind of mail, and whose words it has in which language. */
export function TemplatesPage() {
  const { words } = usePageSpeech();
  const names = words.templates;
  const textOf = useProblemText();
  const { channel, code } = useChannel(undefined);
  const { data, error, refetch } = useTemplates(code);
  return (
    <div className="page">
      <title>{names.title}</title>
      <div className="head">
        <div>
          <Link className="back" to="/messages">
            {words.messages.title}
          </Link>
          <h1>{names.title}</h1>
          <p className="facts">{names.of(channel?.name ?? code)}</p>
        </div>
      </div>
      {error && !data && (
        <p className="alert" role="alert">
          {textOf(error)}{' '}
          <button type="button" className="link" onClick={() => void refetch()}>
            {words.problems.again}
          </button>
        </p>
      )}
      <div className="stack" aria-busy={!data && !error}>
        {data && (
          <section className="panel scrolled" aria-label={names.title} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{words.messages.kind}</th>
                  <th scope="col">{names.languages}</th>
                  <th scope="col" className="hide-s">
                    {names.purpose}
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.items.map((template) => (
                  <Row key={template.name} template={template} spoken={channel?.locales ?? []} />
                ))}
              </tbody>
            </table>
          </section>
        )}
      </div>
    </div>
  );
}

interface RowShown {
  readonly template: NonNullable<ReturnType<typeof useTemplates>['data']>['items'][number];
  /** Languages of the channel. */
  readonly spoken: readonly string[];
}

function Row({ template: { name, purpose, locales }, spoken }: RowShown) {
  const { words, language } = usePageSpeech();
  const names = words.templates;
  const kindOf = useKindName();
  const languages = new Intl.DisplayNames(language, { type: 'language' });
  return (
    <tr>
      <td>{kindOf(name)}</td>
      <td>
        <ul className="inline">
          {localesOf(locales, spoken).map(({ locale, customised }) => (
            <li key={locale}>
              <Link
                className="row-link"
                to="/messages/templates/$name/$locale"
                params={{ name, locale }}
                aria-label={`${kindOf(name)}, ${languages.of(locale)}`}
              >
                {languages.of(locale)}
              </Link>{' '}
              {customised && <span className="chip info">{names.own}</span>}
            </li>
          ))}
        </ul>
      </td>
      <td className="hide-s muted">{names.purposes[purpose]}</td>
    </tr>
  );
}

interface Spoken {
  readonly locale: string;
  readonly customised: boolean;
}

/** Those that there are words for, and those of the channel that have none of their own. */
function localesOf(known: readonly Spoken[], spoken: readonly string[]): readonly Spoken[] {
  const missing = spoken
    .filter((locale) => !known.some((each) => each.locale === locale))
    .map((locale) => ({ locale, customised: false }));
  return [...known, ...missing].toSorted((one, other) => (one.locale < other.locale ? -1 : 1));
}
