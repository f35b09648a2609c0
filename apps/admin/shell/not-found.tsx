import { Link } from '@tanstack/react-router';
import { useSpeech } from '../words/speech.tsx';

export function NotFound() {
  const { words } = useSpeech();
  return (
    <div className="page">
      <h1>{words.problems.notFound}</h1>
      <p className="muted">{words.problems.notFoundWhat}</p>
      <Link className="link" to="/orders">
        {words.menu.orders}
      </Link>
    </div>
  );
}
