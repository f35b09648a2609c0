import { isFirst, type Wrong } from '../fields.tsx';

/** As much as anybody writes; the API takes more. */
const messageCharacters = 5_000;

/** What is written to the shop, in lines as its writer sets them. */
export function MessageField({
  label,
  value,
  wrong,
}: {
  label: string;
  value: string;
  wrong: Wrong;
}) {
  const said = wrong['message'];
  return (
    <div class={said === undefined ? 'field' : 'field bad'}>
      <label for="message">{label}</label>
      <textarea
        id="message"
        name="message"
        rows={7}
        required
        maxLength={messageCharacters}
        dir="auto"
        autoFocus={isFirst(wrong, 'message')}
        aria-invalid={said === undefined ? undefined : true}
        aria-describedby={said === undefined ? undefined : 'message-wrong'}
        value={value}
      />
      {said !== undefined && (
        <p class="err" id="message-wrong">
          {said}
        </p>
      )}
    </div>
  );
}

/** As it was written: browsers send each end of a line as two characters. */
export function writtenIn(form: URLSearchParams, name: 'subject' | 'message'): string {
  return (form.get(name) ?? '').replaceAll('\r\n', '\n').trim();
}
