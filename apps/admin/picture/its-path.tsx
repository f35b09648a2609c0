import { Link } from '@tanstack/react-router';
import { useMay } from '../session/use-session.ts';
import { usePageSpeech } from '../words/speech.tsx';

/** To the way of an order in the picture, for who may look at that. */
export function ItsPath({ orderNumber }: { orderNumber: string }) {
  const { words } = usePageSpeech();
  const may = useMay();
  if (!may('settings:read')) return null;
  return (
    <Link className="link" to="/picture" search={{ order: orderNumber }}>
      {words.picture.path.its}
    </Link>
  );
}
