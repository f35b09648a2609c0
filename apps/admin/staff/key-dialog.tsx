import { newIdempotencyKey, told } from '@kontor/sdk';
import { useState } from 'react';
import { isRefused, kontor } from '../asking/kontor.ts';
import { TextInput } from '../forms/fields.tsx';
import { FormDialog } from '../forms/form-dialog.tsx';
import { useThingForm } from '../forms/use-thing-form.ts';
import { useStepUp } from '../session/step-up.tsx';
import type { Permission } from '../session/use-session.ts';
import { Modal } from '../shell/modal.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { channelsOf, ChannelsField, PermissionsField } from './rights-fields.tsx';
import { ShownOnce } from './shown-once.tsx';
import { staffAnew } from './use-staff.ts';

const empty = {
  name: '',
  permissions: [] as Permission[],
  everywhere: true,
  channels: '',
  expires: '',
};

/** A key for a program: what it may, where and until when. It is shown once. */
export function KeyDialog({ onClose }: { onClose: () => void }) {
  const { words } = usePageSpeech();
  const said = words.staff.keys;
  const { proven, question } = useStepUp();
  const [made, setMade] = useState<string | null>();
  const [key, setKey] = useState(newIdempotencyKey);
  const thing = useThingForm({
    opened: { values: empty, version: 0 },
    fieldOf: { expiry_in_past: 'expires' },
    check: ({ permissions }): Record<string, string> =>
      permissions.length === 0 ? { root: said.noRight } : {},
    save: async (values) => {
      const { name, permissions, expires } = values;
      const expiresAt = expires === '' ? null : new Date(`${expires}T23:59:59`).toISOString();
      const body = { name: name.trim(), permissions, channels: channelsOf(values), expiresAt };
      try {
        const reply = await proven(() =>
          told(
            kontor.POST('/v1/admin/api-keys', {
              params: { header: { 'Idempotency-Key': key } },
              body,
            }),
          ),
        );
        setMade(reply.key);
      } catch (error) {
        // What may have arrived all the same is sent again as it was.
        if (isRefused(error)) setKey(newIdempotencyKey());
        throw error;
      }
      await staffAnew();
      return { values, version: 0 };
    },
  });
  if (made !== undefined) {
    return (
      <Modal title={said.made} onClose={onClose}>
        <div className="modal-body">
          {made === null ? (
            <p className="alert">{said.lost}</p>
          ) : (
            <ShownOnce secret={made} what={said.once} />
          )}
          <footer>
            <button type="button" className="button primary" onClick={onClose}>
              {said.kept}
            </button>
          </footer>
        </div>
      </Modal>
    );
  }
  return (
    <FormDialog name="key" title={said.add} send={said.add} thing={thing} onClose={onClose}>
      <TextInput name="name" label={said.name} what={said.nameWhat} most={120} required />
      <p className="muted">{words.staff.rightsWhat}</p>
      <PermissionsField />
      <ChannelsField />
      <TextInput name="expires" label={said.expiresOn} what={said.expiresWhat} type="date" />
      {question}
    </FormDialog>
  );
}
