import { Link } from '@tanstack/react-router';
import { useSpeech } from '../words/speech.tsx';
import { useFirstPlace } from './places.ts';

export function NotFound() {
  const { words } = useSpeech();
  const first = useFirstPlace();
  return (
    <div className="page">
      <h1>{words.problems.notFound}</h1>
      <p className="muted">{words.problems.notFoundWhat}</p>
      {first && (
        <Link className="link" to={first.to}>
          {words.menu[first.name]}
        </Link>
      )}
    </div>
  );
}
