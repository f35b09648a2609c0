import { told } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { kontor, queryClient } from '../../asking/kontor.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { RateForm } from './rate-form.tsx';
import type { TaxClass } from './rates.ts';

interface MissingShown {
  readonly classes: readonly TaxClass[];
  readonly mayEdit: boolean;
  readonly onSet: () => Promise<void>;
}

const missingKey = ['settings', 'missing rates'] as const;

/** Where something could be bought that nobody knows the tax of: such orders are refused. */
export function MissingRates({ classes, mayEdit, onSet }: MissingShown) {
  const { words, formats } = usePageSpeech();
  const said = words.settings.tax;
  const [chosen, setChosen] = useState<{ countryCode: string; taxClass: string }>();
  const { data } = useQuery({
    queryKey: missingKey,
    queryFn: ({ signal }) => told(kontor.GET('/v1/admin/tax/missing-rates', { signal })),
  });
  const items = data?.items ?? [];
  const again = async () => {
    await Promise.all([onSet(), queryClient.invalidateQueries({ queryKey: missingKey })]);
  };
  if (items.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="missing-rates">
      <header>
        <h2 id="missing-rates">{said.missing}</h2>
      </header>
      <div className="fields">
        <p className="muted">{said.missingWhat}</p>
        <ul className="plain-list">
          {items.map(({ channel, countryCode, taxClass, products }) => (
            <li key={`${channel} ${countryCode} ${taxClass}`}>
              {said.missingIn(formats.country(countryCode), taxClass, products)}{' '}
              {mayEdit && (
                <button
                  type="button"
                  className="link"
                  onClick={() => setChosen({ countryCode, taxClass })}
                >
                  {said.setIt}
                </button>
              )}
            </li>
          ))}
        </ul>
      </div>
      {chosen && (
        <RateForm
          begun={chosen}
          isKnown={false}
          classes={classes}
          onSet={again}
          onClose={() => setChosen(undefined)}
        />
      )}
    </section>
  );
}
