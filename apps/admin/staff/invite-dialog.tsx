import { newIdempotencyKey, told } from '@kontor/sdk';
import { useState } from 'react';
import { isRefused, kontor } from '../asking/kontor.ts';
import { TextInput } from '../forms/fields.tsx';
import { FormDialog } from '../forms/form-dialog.tsx';
import { useThingForm } from '../forms/use-thing-form.ts';
import { useStepUp } from '../session/step-up.tsx';
import { Modal } from '../shell/modal.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { MemberLink } from './member-link.tsx';
import { channelsOf, ChannelsField, RolesField } from './rights-fields.tsx';
import { staffAnew, type Member } from './use-staff.ts';

const empty = { email: '', name: '', roles: [] as string[], everywhere: true, channels: '' };

/** Somebody new: they get a mail, and where none arrives a link can be handed to them. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { words } = usePageSpeech();
  const said = words.staff;
  const { proven, question } = useStepUp();
  const [invited, setInvited] = useState<Member>();
  const [key, setKey] = useState(newIdempotencyKey);
  const thing = useThingForm({
    opened: { values: empty, version: 0 },
    fieldOf: { email_taken: 'email', role_not_found: 'roles' },
    check: ({ roles }): Record<string, string> =>
      roles.length === 0 ? { roles: said.noRole } : {},
    save: async (values) => {
      const { email, name, roles } = values;
      const body = { email: email.trim(), name: name.trim(), roles, channels: channelsOf(values) };
      try {
        const member = await proven(() =>
          told(
            kontor.POST('/v1/admin/staff', {
              params: { header: { 'Idempotency-Key': key } },
              body,
            }),
          ),
        );
        setInvited(member);
      } catch (error) {
        // What may have arrived all the same is sent again as it was.
        if (isRefused(error)) setKey(newIdempotencyKey());
        throw error;
      }
      await staffAnew();
      return { values, version: 0 };
    },
  });
  if (invited) {
    return (
      <Modal title={said.invite} onClose={onClose}>
        <div className="modal-body">
          <p role="status">{said.invitedBy(invited.email)}</p>
          <MemberLink member={invited} />
          <footer>
            <button type="button" className="button primary" onClick={onClose}>
              {words.close}
            </button>
          </footer>
        </div>
      </Modal>
    );
  }
  return (
    <FormDialog
      name="invite"
      title={said.invite}
      send={said.invite}
      thing={thing}
      onClose={onClose}
    >
      <TextInput name="name" label={said.fields.name} most={120} required />
      <TextInput name="email" label={said.fields.email} type="email" most={254} required />
      <RolesField />
      <ChannelsField />
      {question}
    </FormDialog>
  );
}
