import { useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { Mark } from '../shell/icon.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { MemberDialog } from './member-dialog.tsx';
import { useMembers, type Member } from './use-staff.ts';

/** Everybody who works here, those who left too. */
export function MembersPanel() {
  const { words } = usePageSpeech();
  const said = words.staff;
  const textOf = useProblemText();
  const { data, error, fetchNextPage, hasNextPage } = useMembers();
  const [opened, setOpened] = useState<string>();
  const [invites, setInvites] = useState(false);
  const members = data?.pages.flatMap(({ items }) => items) ?? [];
  const member = members.find(({ staffId }) => staffId === opened);
  return (
    <section className="panel" aria-labelledby="members" aria-busy={!data && !error}>
      <header>
        <h2 id="members">{said.tabs.members}</h2>
        <div className="right">
          <button type="button" className="button primary" onClick={() => setInvites(true)}>
            {said.invite}
          </button>
        </div>
      </header>
      {error && (
        <p className="alert" role="alert">
          {textOf(error)}
        </p>
      )}
      {data && <Table members={members} onOpen={({ staffId }) => setOpened(staffId)} />}
      {hasNextPage && (
        <p className="nothing">
          <button type="button" className="link" onClick={() => void fetchNextPage()}>
            {said.more}
          </button>
        </p>
      )}
      {invites && <InviteDialog onClose={() => setInvites(false)} />}
      {member && <MemberDialog member={member} onClose={() => setOpened(undefined)} />}
    </section>
  );
}

interface TableShown {
  readonly members: readonly Member[];
  readonly onOpen: (member: Member) => void;
}

function Table({ members, onOpen }: TableShown) {
  const { words, formats } = usePageSpeech();
  const said = words.staff;
  return (
    <div className="scrolled" tabIndex={0} role="region" aria-labelledby="members">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{said.fields.name}</th>
            <th scope="col">{said.fields.roles}</th>
            <th scope="col">{said.fields.channels}</th>
            <th scope="col">{said.lastSeen}</th>
            <th scope="col">{words.forms.state}</th>
            <th scope="col">{words.forms.acts}</th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr key={member.staffId}>
              <th scope="row">
                <span className="person">
                  <Mark of={member.staffId} />
                  <span>
                    {member.name ?? member.email}
                    {member.name !== null && <span className="muted below">{member.email}</span>}
                  </span>
                </span>
              </th>
              <td>{member.roles.map((role) => said.roleNames[role] ?? role).join(', ')}</td>
              <td>{member.channels === '*' ? said.allChannels : member.channels.join(', ')}</td>
              <td className="num">
                {member.lastLoginAt === null ? said.never : formats.moment(member.lastLoginAt)}
              </td>
              <td>
                <Standing member={member} />
              </td>
              <td className="row-acts">
                <button type="button" className="link" onClick={() => onOpen(member)}>
                  {words.forms.change}
                  <span className="visually-hidden">: {member.name ?? member.email}</span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Standing({ member: { state, invited } }: { member: Member }) {
  const { words } = usePageSpeech();
  const said = words.staff.standings;
  if (state === 'disabled') return <span className="chip">{said.disabled}</span>;
  if (invited) return <span className="chip wait">{said.invited}</span>;
  return <span className="chip ok">{said.active}</span>;
}
