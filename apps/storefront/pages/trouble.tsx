import type { PageRequest, Page } from '../serving/page.ts';
import { Departments } from './home.tsx';

/** A page that cannot be shown: what happened, what to do, and that nothing was lost by it. */
export function troublePage(request: PageRequest, status: number, traceId: string): Page {
  const { words, at } = request;
  const { trouble } = words;
  const known = status === 403 || status === 404 || status === 410 || status === 429 ? status : 503;
  const [title, what] = {
    403: [words.session.formAged, words.session.formAgedWhat],
    404: [trouble.notFound, trouble.notFoundWhat],
    410: [trouble.gone, trouble.goneWhat],
    429: [trouble.tooMany, trouble.tooManyWhat],
    503: [trouble.later, trouble.laterWhat],
  }[known] as [string, string];
  return {
    kind: 'trouble',
    status: status === 500 ? 500 : known,
    title,
    body: (
      <>
        <section class="wrap quiet">
          <h1>{title}</h1>
          <p class="lead">{what}</p>
          {known === 503 && (
            <>
              <p>{trouble.nothingCharged}</p>
              <p class="muted">
                {trouble.trace}: <span class="mono">{traceId}</span>
              </p>
            </>
          )}
          <p>
            <a class="more" href={at.home()}>
              {trouble.toHome}
            </a>
          </p>
        </section>
        {known === 404 && <Departments request={request} />}
      </>
    ),
  };
}
