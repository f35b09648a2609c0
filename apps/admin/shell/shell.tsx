import { Link, useRouter, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usePalette } from '../palette/use-palette.tsx';
import type { Account } from '../session/use-session.ts';
import { useSpeech } from '../words/speech.tsx';
import { ActionMenu } from './action-menu.tsx';
import { Icon, Logo } from './icon.tsx';
import { MeMenu } from './me-menu.tsx';
import { placesOf, type Place } from './places.ts';
import { Wordmark } from './wordmark.tsx';

interface Shown {
  readonly account: Account;
  /** Who wanted to leave is told why they are still here. */
  readonly stayed: ReactNode;
  readonly onLeave: () => void;
  readonly children: ReactNode;
}

/** As many as fit beside each other on a phone. */
const barHolds = 5;

/** Rail and bar beside the page; on phones the bar is below it. */
export function Shell({ account, stayed, onLeave, children }: Shown) {
  const { words } = useSpeech();
  const { shop } = document.documentElement.dataset;
  const seen = placesOf(account);
  const near = seen.length > barHolds ? seen.slice(0, barHolds - 1) : seen;
  const palette = usePalette(account, onLeave);
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {words.skip}
      </a>
      <aside className="side">
        <Link className="brand" to="/">
          <Logo />
          <Wordmark />
          <span className="shop">{shop}</span>
        </Link>
        <button
          type="button"
          className="find"
          aria-haspopup="dialog"
          aria-keyshortcuts="Control+K Meta+K"
          onClick={palette.open}
        >
          <Icon name="search" />
          {words.palette.title}
          <kbd>Ctrl K</kbd>
        </button>
        <nav aria-label={words.menu.label}>
          {seen.map((place) => (
            <PlaceLink key={place.name} place={place} />
          ))}
        </nav>
        <MeMenu account={account} onFind={palette.open} onLeave={onLeave} />
      </aside>
      <main id="main" tabIndex={-1}>
        {stayed}
        {seen.length === 0 ? <p className="page">{words.menu.nothing}</p> : children}
      </main>
      <nav className="bar" aria-label={words.menu.label}>
        {near.map((place) => (
          <PlaceLink key={place.name} place={place} />
        ))}
        {seen.length > near.length && <MorePlaces places={seen.slice(near.length)} />}
        <MeMenu account={account} onFind={palette.open} onLeave={onLeave} />
      </nav>
      {palette.shown}
    </div>
  );
}

function PlaceLink({ place: { name, to, icon } }: { place: Place }) {
  const { words } = useSpeech();
  return (
    <Link
      to={to}
      activeProps={{ 'aria-current': 'page' }}
      activeOptions={{ includeSearch: false, exact: to === '/' }}
    >
      <Icon name={icon} />
      {words.menu[name]}
    </Link>
  );
}

/** Where a phone has no room for all of them: the rest. */
function MorePlaces({ places }: { places: readonly Place[] }) {
  const { words } = useSpeech();
  const router = useRouter();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const isHere = ({ to }: Place) => path === to || path.startsWith(`${to}/`);
  return (
    <ActionMenu
      className={places.some(isHere) ? 'more current' : 'more'}
      side="top"
      groups={[
        {
          items: places.map(({ name, to }) => ({
            text: words.menu[name],
            act: () => void router.navigate({ to }),
          })),
        },
      ]}
    >
      <Icon name="more" />
      {words.menu.more}
    </ActionMenu>
  );
}
