import { usePageSpeech } from '../../words/speech.tsx';
import type { Field, Owner } from './own-fields.ts';
import { RemoveField } from './remove-field.tsx';

interface FieldsShown {
  readonly owner: Owner;
  readonly fields: readonly Field[];
  /** Undefined for who defines none. */
  readonly onEdit: ((field: Field) => void) | undefined;
}

export function FieldsTable({ owner, fields, onEdit }: FieldsShown) {
  const { words, language } = usePageSpeech();
  const said = words.settings.ownFields;
  if (fields.length === 0) return <p className="nothing muted">{said.none[owner]}</p>;
  const nameOf = ({ names, key }: Field) => names[language] ?? Object.values(names)[0] ?? key;
  return (
    <div className="scrolled" tabIndex={0} role="region" aria-labelledby={`fields-${owner}`}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{said.fields.name}</th>
            <th scope="col">{said.fields.key}</th>
            <th scope="col">{said.fields.type}</th>
            <th scope="col">{said.seen}</th>
            {onEdit && <th scope="col">{words.forms.acts}</th>}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.key}>
              <th scope="row">{nameOf(field)}</th>
              <td className="mono">{field.key}</td>
              <td>
                {said.types[field.type]}
                {field.unit !== null && ` (${field.unit})`}
              </td>
              <td>
                {field.storefront ? said.byShoppers : said.byStaff}
                {field.required && <span className="chip wait">{said.required}</span>}
              </td>
              {onEdit && (
                <td className="row-acts">
                  <button type="button" className="link" onClick={() => onEdit(field)}>
                    {words.forms.change}
                    <span className="visually-hidden">: {nameOf(field)}</span>
                  </button>
                  <RemoveField field={field} name={nameOf(field)} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
