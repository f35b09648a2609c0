import { told } from '@kontor/sdk';
import { kontor } from '../asking/kontor.ts';
import { TextInput } from '../forms/fields.tsx';
import { ifMatch } from '../forms/if-match.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { useThingForm } from '../forms/use-thing-form.ts';
import { useStepUp } from '../session/step-up.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { PermissionsField } from './rights-fields.tsx';
import { staffAnew, useRoles, type Role } from './use-staff.ts';

interface RoleShown {
  /** Undefined of a new one. */
  readonly role: Role | undefined;
  readonly onClose: () => void;
}

const keptOf = ({ name, description, permissions, version }: Partial<Role> = {}) => ({
  values: {
    name: name ?? '',
    description: description ?? '',
    permissions: (permissions ?? []).toSorted(),
  },
  version: version ?? 0,
});

async function readRole(name: string): Promise<Role> {
  const { items } = await told(kontor.GET('/v1/admin/roles'));
  const found = items.find((each) => each.name === name);
  if (!found) throw new Error(`there is no role ${name} any more`);
  return found;
}

export function RoleDialog({ role, onClose }: RoleShown) {
  const { words } = usePageSpeech();
  const said = words.staff;
  const roles = useRoles().data?.items;
  const { proven, question } = useStepUp();
  const thing = useThingForm({
    opened: keptOf(role),
    ...(role && { read: async () => keptOf(await readRole(role.name)) }),
    fieldOf: { role_built_in: 'name', last_administrator: 'name', version_conflict: 'name' },
    // Whoever has a role that is there would have other rights.
    check: (values): Record<string, string> =>
      !role && roles?.some((each) => each.name === values.name.trim())
        ? { name: words.forms.taken }
        : {},
    save: async (values, version) => {
      await proven(() =>
        told(
          kontor.PUT('/v1/admin/roles/{name}', {
            params: { path: { name: values.name.trim() }, header: ifMatch(version) },
            body: { description: values.description.trim(), permissions: values.permissions },
          }),
        ),
      );
      await staffAnew();
      onClose();
      return { values, version };
    },
  });
  return (
    <FormDialog
      name="role"
      title={role ? (said.roleNames[role.name] ?? role.name) : said.addRole}
      thing={thing}
      names={{ ...said.fields, permissions: said.rights }}
      onClose={onClose}
    >
      <TextInput
        name="name"
        label={said.fields.roleName}
        what={said.roleNameWhat}
        most={40}
        required
        readOnly={role !== undefined}
        mono
      />
      <TextInput name="description" label={said.fields.description} most={200} />
      <p className="muted">{said.rightsWhat}</p>
      <PermissionsField />
      {question}
    </FormDialog>
  );
}
