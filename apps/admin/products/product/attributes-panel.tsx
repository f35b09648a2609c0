import { usePageSpeech, useSpeech } from '../../words/speech.tsx';
import { named, useFields, type OwnField as Field } from '../use-fields.ts';
import type { Draft } from './draft.ts';
import type { PanelShown } from './product-page.tsx';
import { TextField } from './texts-panel.tsx';

type Value = Draft['attributes'][string] | undefined;

/** The shop's own fields of products, each by its kind. Without any there is nothing to see. */
export function AttributesPanel({ editing, channels, mayEdit }: PanelShown) {
  const { words } = usePageSpeech();
  const fields = useFields();
  if (fields.length === 0) return null;
  const { draft, set } = editing;
  const locales = [...new Set(channels.flatMap((channel) => channel.locales))];
  const put = (key: string) => (value: Value) =>
    set({ attributes: { ...draft.attributes, [key]: value ?? null } });
  return (
    <section className="panel" aria-labelledby="attributes">
      <header>
        <h2 id="attributes">{words.products.page.attributes}</h2>
      </header>
      <div className="fields two">
        {fields.map((field) => (
          <OwnField
            key={field.key}
            field={field}
            locales={locales}
            value={draft.attributes[field.key]}
            mayEdit={mayEdit}
            onChange={put(field.key)}
          />
        ))}
      </div>
    </section>
  );
}

interface OwnFieldShown {
  readonly field: Field;
  readonly locales: readonly string[];
  readonly value: Value;
  readonly mayEdit: boolean;
  readonly onChange: (value: Value) => void;
}

function OwnField(shown: OwnFieldShown) {
  const { field, value, mayEdit, onChange } = shown;
  const { words, language } = usePageSpeech();
  const { page } = words.products;
  const label = named(field.names, language);
  if (field.localised) return <Localised {...shown} label={label} />;
  if (field.type === 'bool' || field.type === 'choice') {
    const choices =
      field.type === 'bool'
        ? [
            { value: 'true', text: page.yes },
            { value: 'false', text: page.no },
          ]
        : field.choices.map((each) => ({ value: each.value, text: named(each.names, language) }));
    return (
      <label className="field">
        {label}
        <select
          disabled={!mayEdit}
          value={typeof value === 'string' || typeof value === 'boolean' ? String(value) : ''}
          onChange={({ target }) => {
            const chosen = target.value;
            if (chosen === '') onChange(null);
            else onChange(field.type === 'bool' ? chosen === 'true' : chosen);
          }}
        >
          <option value="">{page.chooseNone}</option>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.text}
            </option>
          ))}
        </select>
      </label>
    );
  }
  if (field.type === 'multi') return <Several {...shown} label={label} />;
  if (field.type === 'number') return <NumberField {...shown} label={label} />;
  return (
    <TextField
      label={label}
      most={100_000}
      {...(field.type === 'rich' || field.limits.lines ? { rows: 3 } : {})}
      value={typeof value === 'string' ? value : ''}
      mayEdit={mayEdit}
      onTyped={(text) => onChange(text === '' ? null : text)}
    />
  );
}

type Labelled = OwnFieldShown & { readonly label: string };

function NumberField({ field, value, mayEdit, onChange, label }: Labelled) {
  return (
    <label className="field">
      {field.unit === null ? label : `${label} (${field.unit})`}
      <input
        type="number"
        step="any"
        readOnly={!mayEdit}
        value={typeof value === 'number' ? value : ''}
        onChange={({ target }) => onChange(target.value === '' ? null : Number(target.value))}
      />
    </label>
  );
}

function Several({ field, value, mayEdit, onChange, label }: Labelled) {
  const { language } = useSpeech();
  const chosen = Array.isArray(value) ? value : [];
  return (
    <fieldset className="several">
      <legend>{label}</legend>
      {field.choices.map((choice) => (
        <label key={choice.value} className="switch">
          <input
            type="checkbox"
            className="tick"
            disabled={!mayEdit}
            checked={chosen.includes(choice.value)}
            onChange={({ target }) => {
              const others = chosen.filter((each) => each !== choice.value);
              const next = target.checked ? [...others, choice.value] : others;
              onChange(next.length === 0 ? null : next);
            }}
          />
          {named(choice.names, language)}
        </label>
      ))}
    </fieldset>
  );
}

function Localised({ field, locales, value, mayEdit, onChange, label }: Labelled) {
  const texts = value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
  return locales.map((locale) => (
    <TextField
      key={locale}
      label={`${label} (${locale})`}
      most={100_000}
      {...(field.type === 'rich' || field.limits.lines ? { rows: 3 } : {})}
      value={texts[locale] ?? ''}
      mayEdit={mayEdit}
      onTyped={(text) => {
        const { [locale]: _, ...others } = texts;
        const next = text === '' ? others : { ...others, [locale]: text };
        onChange(Object.keys(next).length === 0 ? null : next);
      }}
    />
  ));
}
