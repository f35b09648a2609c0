import { told } from '@kontor/sdk';
import { kontor } from '../asking/kontor.ts';
import { TextInput } from '../forms/fields.tsx';
import { ifMatch, type Expected } from '../forms/if-match.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { useAdding } from '../forms/use-adding.ts';
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

const bodyOf = ({ description, permissions }: ReturnType<typeof keptOf>['values']) => ({
  description: description.trim(),
  permissions: permissions.toSorted(),
});

type RoleBody = ReturnType<typeof bodyOf>;

function putRole(name: string, body: RoleBody, expected: Expected) {
  const params = { path: { name }, header: expected };
  return told(kontor.PUT('/v1/admin/roles/{name}', { params, body }));
}

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
  const { add, isBegun } = useAdding();
  const thing = useThingForm({
    opened: keptOf(role),
    ...(role && { read: async () => keptOf(await readRole(role.name)) }),
    fieldOf: { role_built_in: 'name', last_administrator: 'name', version_conflict: 'name' },
    // Whoever has a role that is there would have other rights.
    check: (values): Record<string, string> =>
      !role &&
      !isBegun(values.name.trim()) &&
      roles?.some((each) => each.name === values.name.trim())
        ? { name: words.forms.taken }
        : {},
    save: async (values, version) => {
      const name = values.name.trim();
      const put = (body: RoleBody, expected: Expected) =>
        proven(() => putRole(name, body, expected));
      if (role) await put(bodyOf(values), ifMatch(version));
      else {
        const read = async () => {
          const there = keptOf(await readRole(name));
          return { body: bodyOf(there.values), version: there.version };
        };
        await add({ name, body: bodyOf(values), put, read });
      }
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
