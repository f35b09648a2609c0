import { told } from '@kontor/sdk';
import { kontor } from '../asking/kontor.ts';
import { TextInput } from '../forms/fields.tsx';
import { FormDialog } from '../forms/form-dialog.tsx';
import { useThingForm, type Kept } from '../forms/use-thing-form.ts';
import { useStepUp } from '../session/step-up.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { Leaving } from './leaving.tsx';
import { MemberLink } from './member-link.tsx';
import { channelsOf, ChannelsField, RolesField } from './rights-fields.tsx';
import { staffAnew, type Member } from './use-staff.ts';

const valuesOf = ({ name, roles, channels }: Member) => ({
  name: name ?? '',
  roles: roles.toSorted(),
  everywhere: channels === '*',
  channels: channels === '*' ? '' : channels.join(', '),
});

type Values = ReturnType<typeof valuesOf>;

const keptOf = (member: Member): Kept<Values> => ({
  values: valuesOf(member),
  version: member.version,
});

/** What is not changed is not sent: a name needs no proof, rights do. */
function changedOf(values: Values, before: Values) {
  const roles = values.roles.toSorted();
  const channels = channelsOf(values);
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  return {
    ...(values.name !== before.name && { name: values.name.trim() }),
    ...(!isSame(roles, before.roles) && { roles }),
    ...(!isSame(channels, channelsOf(before)) && { channels }),
  };
}

interface MemberShown {
  readonly member: Member;
  readonly onClose: () => void;
}

export function MemberDialog({ member, onClose }: MemberShown) {
  const { words } = usePageSpeech();
  const said = words.staff;
  const { staffId } = member;
  const params = { path: { staffId } };
  const { proven, question } = useStepUp();
  const thing = useThingForm<Values>({
    opened: keptOf(member),
    fieldOf: { role_not_found: 'roles', last_administrator: 'roles' },
    read: async () => keptOf(await told(kontor.GET('/v1/admin/staff/{staffId}', { params }))),
    save: async (values, version, before) => {
      const saved = await proven(() =>
        told(
          kontor.PATCH('/v1/admin/staff/{staffId}', {
            params: { ...params, header: { 'If-Match': `"${version}"` } },
            body: changedOf(values, before),
          }),
        ),
      );
      await staffAnew();
      onClose();
      return keptOf(saved);
    },
  });
  return (
    <FormDialog
      name="member"
      title={member.name ?? member.email}
      thing={thing}
      names={said.fields}
      onClose={onClose}
    >
      <TextInput name="name" label={said.fields.name} most={120} required />
      <RolesField />
      <ChannelsField />
      {member.invited && member.state === 'active' && <MemberLink member={member} />}
      <Leaving member={member} onDone={onClose} />
      {question}
    </FormDialog>
  );
}
