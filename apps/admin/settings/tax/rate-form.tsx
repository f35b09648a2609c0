import { useMutation } from '@tanstack/react-query';
import { SelectInput, TextInput } from '../../forms/fields.tsx';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { useThingForm } from '../../forms/use-thing-form.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import {
  isOfSeveral,
  percentOf,
  ratePpmOf,
  setRate,
  type GivenRate,
  type TaxClass,
  type TaxRate,
} from './rates.ts';

type Begun = Pick<TaxRate, 'countryCode' | 'taxClass'> &
  Partial<Pick<TaxRate, 'regionCode' | 'name' | 'ratePpm' | 'components'>>;

interface RateFormShown {
  readonly begun: Begun;
  /** Whether a rate that is there is changed: of what it is stays. */
  readonly isKnown: boolean;
  readonly classes: readonly TaxClass[];
  readonly onSet: () => Promise<void>;
  readonly onClose: () => void;
}

export function RateForm({ begun, isKnown, classes, onSet, onClose }: RateFormShown) {
  const { words } = usePageSpeech();
  const said = words.settings.tax;
  const set = useMutation({ mutationFn: (rate: GivenRate) => setRate(rate, begun) });
  const thing = useThingForm({
    opened: { values: valuesOf(begun), version: 0 },
    check: ({ percent }): Record<string, string> =>
      ratePpmOf(percent) === undefined ? { percent: said.noPercent } : {},
    save: async (values) => {
      const { percent, countryCode, regionCode, taxClass, name } = values;
      await set.mutateAsync({
        countryCode: countryCode.trim().toUpperCase(),
        regionCode: regionCode.trim().toUpperCase() || null,
        taxClass,
        name: name.trim(),
        ratePpm: ratePpmOf(percent)!,
      });
      await onSet();
      onClose();
      return { values, version: 0 };
    },
  });
  return (
    <FormDialog
      name="rate"
      title={isKnown ? said.change : said.add}
      thing={thing}
      onClose={onClose}
    >
      <RateFields isKnown={isKnown} classes={classes} />
      {isOfSeveral(begun) && <p className="notice">{said.ofSeveral}</p>}
    </FormDialog>
  );
}

function valuesOf({ countryCode, taxClass, regionCode, name, ratePpm }: Begun) {
  return {
    countryCode,
    regionCode: regionCode ?? '',
    taxClass,
    name: name ?? '',
    percent: ratePpm === undefined ? '' : String(percentOf({ ratePpm })),
  };
}

function RateFields({ isKnown, classes }: Pick<RateFormShown, 'isKnown' | 'classes'>) {
  const { words } = usePageSpeech();
  const { fields, hints } = words.settings.tax;
  return (
    <>
      <div className="two">
        <TextInput
          name="countryCode"
          label={fields.countryCode}
          what={hints.countryCode}
          most={2}
          required
          readOnly={isKnown}
        />
        <TextInput
          name="regionCode"
          label={fields.regionCode}
          what={hints.regionCode}
          most={6}
          readOnly={isKnown}
        />
      </div>
      <SelectInput
        name="taxClass"
        label={fields.taxClass}
        what={hints.taxClass}
        options={classes.map(({ code, name }) => ({ value: code, text: name }))}
        readOnly={isKnown}
      />
      <TextInput name="percent" label={fields.percent} what={hints.percent} required />
      <TextInput name="name" label={fields.name} what={hints.name} most={60} required />
    </>
  );
}
