import { Link } from '@tanstack/react-router';
import { useMay } from '../session/use-session.ts';
import { Icon } from '../shell/icon.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { sections } from './sections.ts';

/** Everything that is set up once and looked at now and then. */
export function SettingsPage() {
  const { words } = usePageSpeech();
  const may = useMay();
  const said = words.settings;
  return (
    <div className="page">
      <title>{said.title}</title>
      <div className="head">
        <h1>{said.title}</h1>
      </div>
      <ul className="sections">
        {sections
          .filter(({ needs }) => may(needs))
          .map(({ name, to, icon }) => (
            <li key={name} className="panel">
              <Icon name={icon} />
              <div>
                <h2>
                  <Link className="row-link" to={to}>
                    {said.sections[name].title}
                  </Link>
                </h2>
                <p className="muted">{said.sections[name].what}</p>
              </div>
            </li>
          ))}
      </ul>
    </div>
  );
}
