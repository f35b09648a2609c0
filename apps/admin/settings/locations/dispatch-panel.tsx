import { told } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import { SwitchInput, TextInput } from '../../forms/fields.tsx';
import { FormPanel } from '../../forms/form-panel.tsx';
import { ifMatch } from '../../forms/if-match.ts';
import { listOf, numberOf } from '../../forms/lines.ts';
import { useThingForm } from '../../forms/use-thing-form.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import type { LocationShown } from './location-panel.tsx';
import { readLocation, type Location } from './location-values.ts';

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
const shopTimeZone = () => document.documentElement.dataset['timeZone'] ?? 'Europe/Berlin';

/** Hours of a day as `08:00-16:00`, nothing on a day on which it is closed. */
function dispatchValuesOf({ dispatch }: Location) {
  const hoursOf = (weekday: number) => {
    const open = dispatch?.hours.find((each) => each.weekday === weekday);
    if (!dispatch) return weekday <= 5 ? '08:00-16:00' : '';
    return open ? `${open.opens}-${open.closes}` : '';
  };
  return {
    promised: dispatch !== null,
    timeZone: dispatch?.timeZone ?? shopTimeZone(),
    cutOff: dispatch?.cutOff ?? '14:00',
    handlingDays: String(dispatch?.handlingDays ?? 0),
    holidays: (dispatch?.holidays ?? []).join(', '),
    hours: Object.fromEntries(weekdays.map((day) => [`day${day}`, hoursOf(day)])),
  };
}

const keptOf = (location: Location) => ({
  values: dispatchValuesOf(location),
  version: location.version,
});

type DispatchValues = ReturnType<typeof dispatchValuesOf>;

const spanOf = (text = ''): [string, string] | undefined => {
  const found = /^\s*(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})\s*$/.exec(text);
  return found ? [found[1]!.padStart(5, '0'), found[2]!.padStart(5, '0')] : undefined;
};

function bodyOf(values: DispatchValues) {
  if (!values.promised) return { dispatch: null };
  const hours = weekdays.flatMap((weekday) => {
    const span = spanOf(values.hours[`day${weekday}`]);
    return span ? [{ weekday, opens: span[0], closes: span[1] }] : [];
  });
  return {
    dispatch: {
      timeZone: values.timeZone.trim(),
      cutOff: values.cutOff,
      handlingDays: numberOf(values.handlingDays) ?? 0,
      hours,
      holidays: listOf(values.holidays),
    },
  };
}

/** Until when an order goes out on its day: what promises of delivery are reckoned from. */
export function DispatchPanel({ location, mayEdit, onSaved }: LocationShown) {
  const { words, formats } = usePageSpeech();
  const said = words.settings.locations;
  const { code, name } = location;
  const thing = useThingForm({
    opened: keptOf(location),
    read: async () => keptOf(await readLocation(code)),
    check: ({ promised, hours }) =>
      Object.fromEntries(
        Object.entries(hours)
          .filter(([, text]) => promised && text.trim() !== '' && !spanOf(text))
          .map(([day]) => [`hours.${day}`, said.noHours]),
      ),
    save: async (values, version) => {
      const saved = await told(
        kontor.PUT('/v1/admin/stock/locations/{code}/dispatch', {
          params: { path: { code }, header: ifMatch(version) },
          body: bodyOf(values),
        }),
      );
      await onSaved();
      return keptOf(saved);
    },
  });
  const isPromised = thing.form.watch('promised');
  return (
    <FormPanel
      name={`dispatch-${code}`}
      title={said.dispatchOf(name)}
      thing={thing}
      mayEdit={mayEdit}
      names={said.fields}
    >
      <SwitchInput name="promised" label={said.fields.promised} what={said.hints.promised} />
      {isPromised && (
        <div className="two">
          <TextInput
            name="cutOff"
            label={said.fields.cutOff}
            what={said.hints.cutOff}
            type="time"
            required
          />
          <TextInput
            name="handlingDays"
            label={said.fields.handlingDays}
            what={said.hints.handlingDays}
            inputMode="numeric"
          />
          {weekdays.map((day) => (
            <TextInput
              key={day}
              name={`hours.day${day}`}
              label={formats.weekdayName(day)}
              what={day === 1 ? said.hints.hours : undefined}
            />
          ))}
          <TextInput name="timeZone" label={said.fields.timeZone} most={60} />
          <TextInput name="holidays" label={said.fields.holidays} what={said.hints.holidays} />
        </div>
      )}
    </FormPanel>
  );
}
