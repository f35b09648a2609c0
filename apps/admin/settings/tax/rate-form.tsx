import { useRef } from 'react';
import { SelectInput, TextInput } from '../../forms/fields.tsx';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { ifMatch, type Expected } from '../../forms/if-match.ts';
import { useAdding } from '../../forms/use-adding.ts';
import { useThingForm } from '../../forms/use-thing-form.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import {
  isOfSeveral,
  percentOf,
  ratePpmOf,
  readRate,
  setRate,
  type GivenRate,
  type TaxClass,
  type TaxRate,
} from './rates.ts';

type Begun = Pick<TaxRate, 'countryCode' | 'taxClass'> &
  Partial<Pick<TaxRate, 'regionCode' | 'name' | 'ratePpm' | 'components' | 'version'>>;

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
  const known = useRef<Begun>(begun);
  const { add } = useAdding();
  const thing = useThingForm({
    opened: { values: valuesOf(begun), version: begun.version ?? 0 },
    ...(isKnown && {
      read: async () => {
        const { countryCode, taxClass, regionCode = null } = begun;
        const read = await readRate({ countryCode, taxClass, regionCode });
        known.current = read;
        return { values: valuesOf(read), version: read.version ?? 0 };
      },
    }),
    fieldOf: { version_conflict: 'countryCode' },
    check: ({ percent }): Record<string, string> =>
      ratePpmOf(percent) === undefined ? { percent: said.noPercent } : {},
    save: async (values, version) => {
      const rate = rateOf(values);
      if (isKnown) await setRate(rate, known.current, ifMatch(version));
      else await add(addedOf(rate));
      await onSet();
      onClose();
      return { values, version };
    },
  });
  return (
    <FormDialog
      name="rate"
      title={isKnown ? said.change : said.add}
      thing={thing}
      names={said.fields}
      onClose={onClose}
    >
      <RateFields isKnown={isKnown} classes={classes} />
      {isOfSeveral(begun) && <p className="notice">{said.ofSeveral}</p>}
    </FormDialog>
  );
}

function rateOf(values: ReturnType<typeof valuesOf>): GivenRate {
  const { percent, countryCode, regionCode, taxClass, name } = values;
  return {
    countryCode: countryCode.trim().toUpperCase(),
    regionCode: regionCode.trim().toUpperCase() || null,
    taxClass,
    name: name.trim(),
    ratePpm: ratePpmOf(percent)!,
  };
}

/** Of each class there is one in a place. */
const addedOf = (rate: GivenRate) => ({
  name: [rate.countryCode, rate.regionCode, rate.taxClass].join(),
  body: rate,
  put: (body: GivenRate, expected: Expected) => setRate(body, {}, expected),
  read: async () => {
    const read = await readRate(rate);
    return { body: rateOf(valuesOf(read)), version: read.version };
  },
});

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
