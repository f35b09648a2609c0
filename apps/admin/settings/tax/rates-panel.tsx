import { useState } from 'react';
import { RemovalTrouble } from '../../forms/removal-trouble.tsx';
import { useRemoval } from '../../forms/use-removal.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { RateForm } from './rate-form.tsx';
import { percentOf, readRate, removeRate, type TaxClass, type TaxRate } from './rates.ts';

interface RatesShown {
  readonly rates: readonly TaxRate[];
  readonly classes: readonly TaxClass[];
  readonly mayEdit: boolean;
  readonly onChange: () => Promise<void>;
}

/** Every rate that counts, by country; what was taken away stays with the orders that had it. */
export function RatesPanel({ rates, classes, mayEdit, onChange }: RatesShown) {
  const { words } = usePageSpeech();
  const said = words.settings.tax;
  const [edited, setEdited] = useState<TaxRate | 'new'>();
  const removal = useRemoval<TaxRate>({
    remove: removeRate,
    read: async (rate) => {
      await onChange();
      return readRate(rate).catch(() => undefined);
    },
    onGone: onChange,
  });
  const begun =
    edited === 'new' ? { countryCode: '', taxClass: usual(classes) } : (edited ?? undefined);
  return (
    <section className="panel" aria-labelledby="rates">
      <header>
        <h2 id="rates">{said.rates}</h2>
        {mayEdit && (
          <div className="right">
            <button
              type="button"
              id="rates.add"
              className="button"
              onClick={() => setEdited('new')}
            >
              {said.add}
            </button>
          </div>
        )}
      </header>
      <RemovalTrouble removal={removal} names={{ ...said.fields, ratePpm: said.fields.percent }} />
      {rates.length === 0 ? (
        <p className="nothing muted">{said.none}</p>
      ) : (
        <Table
          rates={rates}
          classes={classes}
          {...(mayEdit && { onEdit: setEdited, onRemove: removal.mutate })}
        />
      )}
      {begun && (
        <RateForm
          begun={begun}
          isKnown={edited !== 'new'}
          classes={classes}
          onSet={onChange}
          onClose={() => setEdited(undefined)}
        />
      )}
    </section>
  );
}

/** Most of what is sold bears the standard rate. */
function usual(classes: readonly TaxClass[]): string {
  const own = classes.find(({ code }) => code === 'standard') ?? classes[0];
  return own?.code ?? 'standard';
}

interface TableShown extends Pick<RatesShown, 'rates' | 'classes'> {
  /** Undefined for who changes none. */
  readonly onEdit?: (rate: TaxRate) => void;
  readonly onRemove?: (rate: TaxRate) => void;
}

function Table({ rates, classes, onEdit, onRemove }: TableShown) {
  const { words, formats } = usePageSpeech();
  const said = words.settings.tax;
  const nameOf = (code: string) => classes.find((each) => each.code === code)?.name ?? code;
  const sorted = rates.toSorted((one, other) => {
    const [a, b] = [one, other].map((rate) => formats.country(rate.countryCode));
    return a!.localeCompare(b!) || other.ratePpm - one.ratePpm;
  });
  return (
    <div className="scrolled" tabIndex={0} role="region" aria-labelledby="rates">
      <table className="plain num">
        <thead>
          <tr>
            <th scope="col">{said.fields.countryCode}</th>
            <th scope="col">{said.fields.taxClass}</th>
            <th scope="col">{said.fields.name}</th>
            <th scope="col" className="r">
              {said.fields.percent}
            </th>
            {onEdit && <th scope="col">{words.forms.acts}</th>}
          </tr>
        </thead>
        <tbody>
          {sorted.map((rate) => (
            <tr key={rate.rateId}>
              <th scope="row">
                {formats.country(rate.countryCode)}
                {rate.regionCode !== null && ` (${rate.regionCode})`}
              </th>
              <td>{nameOf(rate.taxClass)}</td>
              <td>{rate.name}</td>
              <td className="r">{said.percent(percentOf(rate))}</td>
              {onEdit && onRemove && (
                <td className="row-acts">
                  <button type="button" className="link" onClick={() => onEdit(rate)}>
                    {words.forms.change}
                    <span className="visually-hidden">: {rate.name}</span>
                  </button>
                  <button type="button" className="link" onClick={() => onRemove(rate)}>
                    {words.forms.remove}
                    <span className="visually-hidden">: {rate.name}</span>
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
