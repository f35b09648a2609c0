import { told } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { useMay } from '../../session/use-session.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { headersOf } from '../product-commands.ts';
import type { PanelShown } from './product-page.tsx';

/** Where it is sold, and who changed it. */
export function ProductAside(panel: PanelShown) {
  const may = useMay();
  return (
    <div>
      <Listings {...panel} />
      {may('audit:read') && <History productId={panel.editing.product.productId} />}
    </div>
  );
}

function Listings({ editing, channels, mayEdit }: PanelShown) {
  const { words } = usePageSpeech();
  const { product, command, commanding } = editing;
  const list = (code: string, isListed: boolean) => {
    const others = product.channels.filter((each) => each !== code);
    const body = { channels: isListed ? [...others, code] : others };
    void command((read) =>
      told(
        kontor.PUT('/v1/admin/products/{productId}/channels', {
          params: { path: { productId: read.productId }, header: headersOf(read) },
          body,
        }),
      ),
    ).catch(() => undefined);
  };
  return (
    <section className="panel" aria-labelledby="listings">
      <header>
        <h2 id="listings">{words.products.page.listings}</h2>
      </header>
      <div className="fields">
        {channels.map(({ code, name }) => (
          <label key={code} className="switch">
            <input
              type="checkbox"
              className="tick"
              checked={product.channels.includes(code)}
              disabled={!mayEdit || commanding.isPending}
              onChange={({ target }) => list(code, target.checked)}
            />
            {name}
          </label>
        ))}
      </div>
    </section>
  );
}

function History({ productId }: { productId: string }) {
  const { words, formats } = usePageSpeech();
  const { page } = words.products;
  const textOf = useProblemText();
  const { data, error } = useQuery({
    queryKey: ['audit', productId],
    queryFn: ({ signal }) =>
      told(
        kontor.GET('/v1/admin/audit', {
          params: { query: { subject: `product ${productId}`, limit: 20 } },
          signal,
        }),
      ),
  });
  return (
    <section className="panel" aria-labelledby="history">
      <header>
        <h2 id="history">{page.history}</h2>
      </header>
      {error && <p className="alert">{textOf(error)}</p>}
      {data?.items.length === 0 && <p className="fields muted">{page.noHistory}</p>}
      <ul className="lines num">
        {data?.items.map(({ entryId, at, operation, actor, after }) => (
          <li key={entryId}>
            <time dateTime={at} title={formats.moment(at)} className="muted">
              {formats.shortly(at)}
            </time>
            <span>
              {page.operations[operation] ?? operation}
              {versionIn(after) !== undefined && (
                <span className="muted"> {page.version(versionIn(after)!)}</span>
              )}
            </span>
            <span className="muted">{actor.name ?? words.log.actors[actor.kind] ?? actor.id}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function versionIn(after: unknown): number | undefined {
  const { version } = (after ?? {}) as { version?: unknown };
  return typeof version === 'number' ? version : undefined;
}
