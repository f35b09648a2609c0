import { Link } from '@tanstack/react-router';
import { useSpeech } from '../words/speech.tsx';

/** What staff sort an order by; each leads to those that have it too. */
export function Tags({ tags }: { tags: readonly string[] | undefined }) {
  const { words } = useSpeech();
  return tags?.map((tag) => (
    <Link
      key={tag}
      to="/orders"
      search={{ tag }}
      className="chip tag"
      aria-label={`${words.orders.tag}: ${tag}`}
      onClick={(event) => event.stopPropagation()}
    >
      {tag}
    </Link>
  ));
}
