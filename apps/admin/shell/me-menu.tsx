import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { switchLive } from '../live/hints.ts';
import { useIsLive } from '../live/use-live.ts';
import { useChannelGroup } from '../session/channel-group.ts';
import type { Account } from '../session/use-session.ts';
import { languages } from '../words/language.ts';
import { offeredSeconds, useUndoSeconds } from '../outgoing/undo-seconds.ts';
import { useSpeech } from '../words/speech.tsx';
import { ActionMenu } from './action-menu.tsx';
import { Icon, Mark } from './icon.tsx';
import { chooseTheme, chosenTheme, themes } from './theme.ts';
import { keysAreOn, switchKeys } from './use-keys.ts';

interface MeShown {
  readonly account: Account;
  readonly onFind: () => void;
  readonly onLeave: () => void;
}

/** For how long what goes outside can be undone. */
function useUndoTime() {
  const { words } = useSpeech();
  const undo = useUndoSeconds();
  return {
    label: words.outgoing.time,
    items: offeredSeconds.map((seconds) => ({
      text: words.outgoing.seconds(seconds),
      isChosen: seconds === undo.seconds,
      act: () => undo.choose(seconds),
    })),
  };
}

/** Who is signed in, and what is theirs alone: language, look, keys, the way out. */
export function MeMenu({ account, onFind, onLeave }: MeShown) {
  const { words, language, choose } = useSpeech();
  const [theme, setTheme] = useState(chosenTheme);
  const [keys, setKeys] = useState(keysAreOn);
  const router = useRouter();
  const live = useIsLive();
  const undoTime = useUndoTime();
  const channels = useChannelGroup(account);
  const { name, email, accountId } = account;
  const groups = [
    {
      items: [
        { text: words.palette.title, act: onFind },
        { text: words.me.account, act: () => void router.navigate({ to: '/account' }) },
      ],
    },
    ...channels,
    {
      label: words.me.language,
      items: languages.map((each) => ({
        text: words.me.languages[each],
        isChosen: each === language,
        act: () => void choose(each),
      })),
    },
    {
      label: words.me.look,
      items: themes.map((each) => ({
        text: words.me.looks[each],
        isChosen: each === theme,
        act: () => {
          chooseTheme(each);
          setTheme(each);
        },
      })),
    },
    undoTime,
    {
      items: [
        {
          text: words.me.keys,
          isChosen: keys,
          act: () => {
            switchKeys(!keys);
            setKeys(!keys);
          },
        },
        { text: words.live.switch, isChosen: live, act: () => switchLive(!live) },
        { text: words.me.signOut, act: onLeave },
      ],
    },
  ];
  return (
    <ActionMenu className="me" side="top" groups={groups}>
      <Mark of={accountId} />
      <span className="who-am-i">
        <b>{name ?? words.me.account}</b>
        {email}
      </span>
      <span className="visually-hidden">{words.me.label}</span>
      <Icon name="more" />
    </ActionMenu>
  );
}
