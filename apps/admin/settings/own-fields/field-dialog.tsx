import { useFormContext } from 'react-hook-form';
import { Conflict } from '../../products/conflict.tsx';
import { SelectInput, SwitchInput, TextInput } from '../../forms/fields.tsx';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { useThingForm } from '../../forms/use-thing-form.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import {
  fieldValuesOf,
  putField,
  readField,
  types,
  type Field,
  type FieldValues,
  type Owner,
} from './own-fields.ts';

interface FieldShown {
  readonly owner: Owner;
  /** Undefined of a new one. */
  readonly field: Field | undefined;
  readonly there: readonly Field[];
  readonly onClose: () => void;
}

/** What a field is called, of which kind it is, and who sees it. */
export function FieldDialog({ owner, field, there, onClose }: FieldShown) {
  const { words } = usePageSpeech();
  const said = words.settings.ownFields;
  const thing = useThingForm<FieldValues>({
    opened: { values: fieldValuesOf(field), version: field?.version ?? 0 },
    ...(field && {
      read: async () => {
        const now = await readField(owner, field.key);
        return { values: fieldValuesOf(now), version: now.version };
      },
    }),
    // Nothing that is there is written over.
    check: ({ key }): Record<string, string> =>
      !field && there.some((each) => each.owner === owner && each.key === key)
        ? { key: words.forms.taken }
        : {},
    save: async (values, version) => {
      const saved = await putField(owner, values, { version, before: field });
      onClose();
      return { values: fieldValuesOf(saved), version: saved.version };
    },
  });
  const { overtaken } = thing;
  if (overtaken) {
    return (
      <Conflict
        fields={overtaken.fields.map((key) => ({
          key,
          name: (said.fields as Readonly<Record<string, string>>)[key] ?? key,
          mine: String(overtaken.mine[key as keyof FieldValues]),
          theirs: String(overtaken.theirs[key as keyof FieldValues]),
        }))}
        isSending={thing.isSaving}
        onChosen={(chosen) => void thing.choose(chosen)}
        onClose={thing.letBe}
      />
    );
  }
  return (
    <FormDialog
      name="own"
      title={`${field ? said.change : said.add}: ${said.owners[owner]}`}
      thing={thing}
      onClose={onClose}
    >
      <TextInput
        name="key"
        label={said.fields.key}
        what={said.hints.key}
        most={40}
        required
        mono
        readOnly={field !== undefined}
      />
      <TextInput name="names" label={said.fields.names} what={said.hints.names} rows={2} required />
      <SelectInput
        name="type"
        label={said.fields.type}
        options={types.map((value) => ({ value, text: said.types[value] }))}
      />
      <OfType owner={owner} />
      <Seen owner={owner} />
    </FormDialog>
  );
}

/** What only some kinds of field have. */
function OfType({ owner }: { owner: Owner }) {
  const { words } = usePageSpeech();
  const { fields, hints } = words.settings.ownFields;
  const type = useFormContext<FieldValues>().watch('type');
  const ofGoods = owner === 'product' || owner === 'variant';
  if (type === 'choice' || type === 'multi') {
    return (
      <TextInput name="choices" label={fields.choices} what={hints.choices} rows={5} required />
    );
  }
  if (type === 'number') {
    return (
      <div className="two">
        <TextInput name="unit" label={fields.unit} what={hints.unit} most={20} />
        <TextInput name="decimals" label={fields.decimals} inputMode="numeric" />
        <TextInput name="minimum" label={fields.minimum} inputMode="decimal" />
        <TextInput name="maximum" label={fields.maximum} inputMode="decimal" />
      </div>
    );
  }
  if (type !== 'text' && type !== 'rich') return null;
  return (
    <>
      {ofGoods && <SwitchInput name="localised" label={fields.localised} />}
      {type === 'text' && (
        <>
          <SwitchInput name="lines" label={fields.lines} />
          <TextInput name="maximumLength" label={fields.maximumLength} inputMode="numeric" />
        </>
      )}
    </>
  );
}

function Seen({ owner }: { owner: Owner }) {
  const { words } = usePageSpeech();
  const { fields, hints } = words.settings.ownFields;
  const ofGoods = owner === 'product' || owner === 'variant';
  return (
    <>
      <SwitchInput name="storefront" label={fields.storefront} what={hints.storefront[owner]} />
      {ofGoods && <SwitchInput name="facet" label={fields.facet} what={hints.facet} />}
      {owner === 'product' && <SwitchInput name="onCards" label={fields.onCards} />}
      <SwitchInput name="required" label={fields.required} what={hints.required} />
      {owner === 'order_line' && (
        <TextInput name="onlyForTags" label={fields.onlyForTags} what={hints.onlyForTags} />
      )}
    </>
  );
}
