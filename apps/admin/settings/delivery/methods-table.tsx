import { RemovalTrouble } from '../../forms/removal-trouble.tsx';
import { useRemoval } from '../../forms/use-removal.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { readZone, removeMethod, type Method, type Zone } from './zones.ts';

interface MethodsShown {
  readonly zone: Zone;
  readonly currency: string;
  readonly mayEdit: boolean;
  readonly onEdit: (method: Method) => void;
  readonly onChange: () => Promise<void>;
}

/** The ways of a zone, each with what it costs and how long it takes. */
export function MethodsTable({ zone, currency, mayEdit, onEdit, onChange }: MethodsShown) {
  const { words } = usePageSpeech();
  const said = words.settings.delivery;
  const removal = useRemoval<Method>({
    remove: removeMethod,
    read: async ({ zoneCode, code }) => {
      await onChange();
      const now = await readZone(zoneCode).catch(() => undefined);
      return now?.methods.find((each) => each.code === code);
    },
    onGone: onChange,
  });
  if (zone.methods.length === 0) return <p className="nothing notice">{said.noMethod}</p>;
  return (
    <>
      <RemovalTrouble removal={removal} names={{ name: said.method }} />
      <div className="scrolled" tabIndex={0} role="region" aria-labelledby={`methods-${zone.code}`}>
        <table className="plain num">
          <thead>
            <tr>
              <th scope="col">{said.method}</th>
              <th scope="col">{said.prices}</th>
              <th scope="col">{said.days}</th>
              <th scope="col">{said.carrier}</th>
              <th scope="col">{words.forms.state}</th>
              {mayEdit && <th scope="col">{words.forms.acts}</th>}
            </tr>
          </thead>
          <tbody>
            {zone.methods.map((method) => (
              <tr key={method.code}>
                <th scope="row">{method.name}</th>
                <td>
                  <Prices method={method} currency={currency} />
                </td>
                <td>{said.daysOf(method.earliestDays, method.latestDays)}</td>
                <td>{[method.carrierCode, method.serviceCode].filter(Boolean).join(' ') || '–'}</td>
                <td>
                  <span className={method.active ? 'chip ok' : 'chip'}>
                    {method.active ? said.offered : said.notOffered}
                  </span>
                </td>
                {mayEdit && (
                  <td className="row-acts">
                    <button type="button" className="link" onClick={() => onEdit(method)}>
                      {words.forms.change}
                      <span className="visually-hidden">: {method.name}</span>
                    </button>
                    <button type="button" className="link" onClick={() => removal.mutate(method)}>
                      {words.forms.remove}
                      <span className="visually-hidden">: {method.name}</span>
                    </button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Of the channel's currency: each step with where it begins, and from what on it is free. */
function Prices({ method, currency }: { method: Method; currency: string }) {
  const { words, formats } = usePageSpeech();
  const said = words.settings.delivery;
  const { basis, rates, freeFrom } = method;
  const own = rates.filter((rate) => rate.currency === currency);
  const free = freeFrom.find((each) => each.currency === currency);
  const limit = (value: number) =>
    basis === 'price' ? formats.money(value, currency) : said.units[basis](value);
  if (own.length === 0) return <span className="chip wait">{said.noPrice(currency)}</span>;
  return (
    <>
      {own.map(({ from, below, priceMinor }) => (
        <span key={from} className="price-step">
          {formats.money(priceMinor, currency)}
          {(own.length > 1 || below !== null) &&
            ` ${said.step(limit(from), below === null ? undefined : limit(below))}`}
        </span>
      ))}
      {free && (
        <span className="muted">{said.freeFrom(formats.money(free.subtotalMinor, currency))}</span>
      )}
    </>
  );
}
