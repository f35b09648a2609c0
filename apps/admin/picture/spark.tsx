import { usePageSpeech } from '../words/speech.tsx';
import { useTelling } from './tell-arrow.ts';

const width = 120;
const height = 28;
/** So that the line is not cut at its highest and lowest. */
const margin = 1;
const pointSeconds = 10;

/**
 * How often an arrow was used over the five minutes, as a small curve; its highest and last in words.
 * A gateway of before tells none.
 */
export function Spark({ curve = [] }: { curve?: readonly number[] | undefined }) {
  const { words } = usePageSpeech();
  const { rate } = useTelling();
  const highest = Math.max(...curve);
  if (!(highest > 0)) return null;
  const step = width / Math.max(1, curve.length - 1);
  const points = curve.map((count, at) => {
    const y = height - margin - (count / highest) * (height - 2 * margin);
    return `${tidy(at * step)},${tidy(y)}`;
  });
  return (
    <>
      <svg
        className="spark"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <polyline points={points.join(' ')} />
      </svg>
      <span className="visually-hidden">
        {words.picture.curve(rate(highest / pointSeconds), rate(curve.at(-1)! / pointSeconds))}
      </span>
    </>
  );
}

function tidy(value: number): number {
  return Math.round(value * 10) / 10;
}
