import { getRouteApi, Link } from '@tanstack/react-router';
import { usePageSpeech } from '../words/speech.tsx';
import { KeysPanel } from './keys-panel.tsx';
import { MembersPanel } from './members-panel.tsx';
import { RolesPanel } from './roles-panel.tsx';
import { staffTabs } from './staff-search.ts';

const route = getRouteApi('/staff');

/** Who works in the shop, what they may, and which programs may in their name. */
export function StaffPage() {
  const { words } = usePageSpeech();
  const said = words.staff;
  const { tab = 'members' } = route.useSearch();
  return (
    <div className="page">
      <title>{said.title}</title>
      <div className="head">
        <h1>{said.title}</h1>
      </div>
      <nav className="tabs" aria-label={said.title}>
        {staffTabs.map((each) => (
          <Link
            key={each}
            to="/staff"
            search={{ tab: each }}
            aria-current={each === tab ? 'page' : undefined}
          >
            {said.tabs[each]}
          </Link>
        ))}
      </nav>
      {tab === 'members' && <MembersPanel />}
      {tab === 'roles' && <RolesPanel />}
      {tab === 'keys' && <KeysPanel />}
    </div>
  );
}
