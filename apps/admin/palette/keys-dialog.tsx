import type { Account } from '../session/use-session.ts';
import { Modal } from '../shell/modal.tsx';
import { placesOf } from '../shell/places.ts';
import { keysAreOn } from '../shell/use-keys.ts';
import { useSpeech } from '../words/speech.tsx';
import { goKeys } from './go-keys.ts';

type Row = readonly [keys: readonly string[], what: string];

/** All keys, by where they do something. */
export default function KeysDialog({
  account,
  onClose,
}: {
  account: Account;
  onClose: () => void;
}) {
  const { words } = useSpeech();
  const said = words.palette.keys;
  const going = placesOf(account).flatMap(({ name }): Row[] => {
    const letter = goKeys[name];
    return letter === undefined ? [] : [[['G', letter.toUpperCase()], said.goTo(words.menu[name])]];
  });
  const groups: readonly (readonly [string, readonly Row[]])[] = [
    [
      said.general,
      [
        [['Ctrl K'], said.find],
        [['/'], said.search],
        [['?'], said.all],
        [['Esc'], said.back],
        ...going,
      ],
    ],
    [
      said.lists,
      [
        [['J', 'K'], said.step],
        [['Enter'], said.open],
        [['X'], said.select],
        [['F'], said.filter],
      ],
    ],
    [
      said.details,
      [
        [['J', 'K'], said.step],
        [['R'], said.refund],
        [['N'], said.note],
      ],
    ],
  ];
  return (
    <Modal title={said.title} onClose={onClose}>
      <div className="modal-body">
        {!keysAreOn() && <p className="notice">{said.off}</p>}
        {groups.map(([title, rows]) => (
          <section key={title} className="keys-of">
            <h3>{title}</h3>
            <dl>
              {rows.map(([keys, what]) => (
                <div key={what}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
