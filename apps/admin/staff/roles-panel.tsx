import { told } from '@kontor/sdk';
import { useState } from 'react';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { ifMatch } from '../forms/if-match.ts';
import { RemovalTrouble } from '../forms/removal-trouble.tsx';
import { useRemoval } from '../forms/use-removal.ts';
import { useAccount } from '../session/use-session.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { PermissionsRead } from './rights-fields.tsx';
import { RoleDialog } from './role-dialog.tsx';
import { staffAnew, useRoles, type Role } from './use-staff.ts';

function useRoleRemoval() {
  return useRemoval<Role>({
    remove: ({ name, version }) =>
      told(
        kontor.DELETE('/v1/admin/roles/{name}', {
          params: { path: { name }, header: ifMatch(version) },
        }),
      ),
    read: async ({ name }) => {
      await staffAnew();
      const { items } = await told(kontor.GET('/v1/admin/roles'));
      return items.find((each) => each.name === name);
    },
    onGone: staffAnew,
  });
}

/** What people may who have a role, in words; one's own roles beside those of the product. */
export function RolesPanel() {
  const { words } = usePageSpeech();
  const said = words.staff;
  const textOf = useProblemText();
  const { data, error } = useRoles();
  const [edited, setEdited] = useState<Role | 'new'>();
  const mayEdit = useAccount()?.channels === '*';
  const removal = useRoleRemoval();
  return (
    <section className="panel" aria-labelledby="roles" aria-busy={!data && !error}>
      <header>
        <h2 id="roles">{said.tabs.roles}</h2>
        {mayEdit && (
          <div className="right">
            <button type="button" className="button primary" onClick={() => setEdited('new')}>
              {said.addRole}
            </button>
          </div>
        )}
      </header>
      {error && (
        <p className="alert" role="alert">
          {textOf(error)}
        </p>
      )}
      <RemovalTrouble removal={removal} />
      <ul className="roles">
        {data?.items.map((role) => (
          <li key={role.name}>
            <h3>
              {said.roleNames[role.name] ?? role.name}{' '}
              {role.builtIn && <span className="chip">{said.builtIn}</span>}
            </h3>
            {role.description !== '' && (
              <p className="muted">{said.roleWhats[role.description] ?? role.description}</p>
            )}
            <PermissionsRead permissions={role.permissions} />
            {mayEdit && !role.builtIn && (
              <p className="row-acts">
                <button type="button" className="link" onClick={() => setEdited(role)}>
                  {words.forms.change}
                  <span className="visually-hidden">: {role.name}</span>
                </button>
                <button type="button" className="link" onClick={() => removal.mutate(role)}>
                  {words.forms.remove}
                  <span className="visually-hidden">: {role.name}</span>
                </button>
              </p>
            )}
          </li>
        ))}
      </ul>
      {edited && (
        <RoleDialog
          role={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </section>
  );
}
