import { useState } from 'react';
import { TextInput } from '../../forms/fields.tsx';
import { FormPanel } from '../../forms/form-panel.tsx';
import { ifMatch } from '../../forms/if-match.ts';
import { RemovalTrouble } from '../../forms/removal-trouble.tsx';
import { useRemoval } from '../../forms/use-removal.ts';
import { useThingForm } from '../../forms/use-thing-form.ts';
import type { Channel } from '../../products/use-channels.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { MethodDialog } from './method-dialog.tsx';
import { MethodsTable } from './methods-table.tsx';
import { ZoneFields } from './zone-fields.tsx';
import {
  putHolidays,
  putZone,
  readZone,
  removeZone,
  zoneBodyOf,
  zoneValuesOf,
  type Method,
  type Zone,
} from './zones.ts';

interface ZoneShown {
  readonly zone: Zone;
  readonly channels: readonly Channel[];
  /** In which prices are shown and set; those of other currencies stay. */
  readonly currency: string;
  readonly mayEdit: boolean;
  readonly onChange: () => Promise<void>;
}

const keptOf = (zone: Zone) => ({ values: zoneValuesOf(zone), version: zone.version ?? 0 });

function useZoneForm(zone: Zone, onChange: () => Promise<void>) {
  return useThingForm({
    opened: keptOf(zone),
    read: async () => keptOf(await readZone(zone.code)),
    save: async (values, version, before) => {
      const put = await putZone(zone.code, zoneBodyOf(values), ifMatch(version));
      if (values.holidays !== before.holidays) {
        await putHolidays(zone.code, values.holidays, put.version);
      }
      const kept = keptOf(await readZone(zone.code));
      await onChange();
      return kept;
    },
  });
}

/** Where it is, when nothing is brought there, and the ways it is brought. */
export function ZonePanel({ zone, currency, mayEdit, onChange }: ZoneShown) {
  const { words, formats } = usePageSpeech();
  const said = words.settings.delivery;
  const [edited, setEdited] = useState<Method | 'new'>();
  const thing = useZoneForm(zone, onChange);
  const countries = zone.countries
    .map((each) => (each === '*' ? said.everywhere : formats.country(each)))
    .join(', ');
  return (
    <>
      <section className="panel zone" aria-labelledby={`methods-${zone.code}`}>
        <header>
          <h2 id={`methods-${zone.code}`}>{zone.name}</h2>
          {mayEdit && (
            <div className="right">
              <button type="button" className="button" onClick={() => setEdited('new')}>
                {said.addMethod}
                <span className="visually-hidden">: {zone.name}</span>
              </button>
            </div>
          )}
        </header>
        <p className="nothing muted">{countries}</p>
        <MethodsTable
          zone={zone}
          currency={currency}
          mayEdit={mayEdit}
          onEdit={setEdited}
          onChange={onChange}
        />
        <details className="zone-settings">
          <summary>{said.where}</summary>
          <FormPanel
            name={`zone-${zone.code}`}
            title={said.whereOf(zone.name)}
            aside={mayEdit && <RemoveZone zone={zone} onGone={onChange} />}
            thing={thing}
            mayEdit={mayEdit}
            names={said.fields}
          >
            <ZoneFields />
            <TextInput
              name="holidays"
              label={said.fields.holidays}
              what={said.hints.holidays}
              most={5_000}
            />
          </FormPanel>
        </details>
      </section>
      {edited && (
        <MethodDialog
          zone={zone}
          method={edited === 'new' ? undefined : edited}
          currency={currency}
          onSaved={onChange}
          onClose={() => setEdited(undefined)}
        />
      )}
    </>
  );
}

/** Asked once more: with it go its ways and their prices. */
function RemoveZone({ zone, onGone }: { zone: Zone; onGone: () => Promise<void> }) {
  const { words } = usePageSpeech();
  const [isAsked, setAsked] = useState(false);
  const removal = useRemoval<Zone>({
    remove: removeZone,
    read: ({ code }) => readZone(code).catch(() => undefined),
    onGone,
  });
  if (!isAsked) {
    return (
      <button type="button" className="link" onClick={() => setAsked(true)}>
        {words.settings.delivery.removeZone}
      </button>
    );
  }
  return (
    <span role="alert">
      <RemovalTrouble removal={removal} names={words.settings.delivery.fields} />
      {!removal.error && words.settings.delivery.removeZoneWhat}{' '}
      <button
        type="button"
        className="link"
        disabled={removal.isPending}
        onClick={() => removal.mutate(removal.now ?? zone)}
      >
        {words.forms.reallyRemove}
      </button>
    </span>
  );
}
