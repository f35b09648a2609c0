import { useFormContext } from 'react-hook-form';
import { fixedBox, SeveralInput, SwitchInput, TextInput } from '../forms/fields.tsx';
import { listOf } from '../forms/lines.ts';
import { useAccount, type Permission } from '../session/use-session.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { areas } from './permissions.ts';
import { useRoles } from './use-staff.ts';

/** Roles to choose from, each with what it is for. Who lacks one of its rights gives none away. */
export function RolesField() {
  const { words } = usePageSpeech();
  const said = words.staff;
  const { data } = useRoles();
  const own = useAccount()?.permissions ?? [];
  const options = (data?.items ?? []).map(({ name, description, permissions }) => ({
    value: name,
    text: [said.roleNames[name] ?? name, said.roleWhats[description] ?? description]
      .filter(Boolean)
      .join(': '),
    fixed: permissions.some((each) => !own.includes(each)),
  }));
  return <SeveralInput name="roles" label={said.fields.roles} options={options} />;
}

/** Of a form with `everywhere` and `channels`. */
export function ChannelsField() {
  const { words } = usePageSpeech();
  const said = words.staff;
  const isEverywhere = useFormContext().watch('everywhere');
  return (
    <>
      <SwitchInput name="everywhere" label={said.fields.everywhere} />
      {!isEverywhere && (
        <TextInput
          name="channels"
          label={said.fields.channels}
          what={said.channelsWhat}
          most={500}
          required
        />
      )}
    </>
  );
}

export const channelsOf = (given: { everywhere: boolean; channels: string }): '*' | string[] =>
  given.everywhere ? '*' : listOf(given.channels);

/** Rights in words, by what they are about. Those that one has not oneself cannot be given. */
export function PermissionsField() {
  const { words } = usePageSpeech();
  const said = words.staff;
  const own = useAccount()?.permissions ?? [];
  const { register } = useFormContext();
  return (
    <div className="areas">
      {areas.map(({ name, permissions }) => (
        <fieldset key={name} className="several">
          <legend>{said.areas[name]}</legend>
          {permissions.map((permission) => (
            <label key={permission} className="switch">
              <input
                type="checkbox"
                value={permission}
                {...register('permissions')}
                {...(!own.includes(permission) && fixedBox)}
              />
              {said.permissions[permission]}
            </label>
          ))}
        </fieldset>
      ))}
    </div>
  );
}

/** As a list is read: grouped, in words. */
export function PermissionsRead({ permissions }: { permissions: readonly Permission[] }) {
  const { words } = usePageSpeech();
  const said = words.staff;
  return (
    <ul className="plain-list rights">
      {areas.map(({ name, permissions: ofArea }) => {
        const held = ofArea.filter((each) => permissions.includes(each));
        if (held.length === 0) return null;
        return (
          <li key={name}>
            <b>{said.areas[name]}</b>: {held.map((each) => said.permissions[each]).join(', ')}
          </li>
        );
      })}
    </ul>
  );
}
