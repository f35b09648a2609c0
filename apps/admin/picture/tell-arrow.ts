import { usePageSpeech } from '../words/speech.tsx';
import type { LiveArrow } from './use-picture.ts';

const minute = 60;

/** Numbers of arrows in words. */
export function useTelling() {
  const { words, formats } = usePageSpeech();
  const { picture } = words;
  const nameOf = (place: string): string => picture.places[place] ?? place;
  const rate = (perSecond: number): string => {
    if (perSecond === 0) return picture.unused;
    if (perSecond >= 1) return picture.perSecond(formats.count(tidy(perSecond)));
    return picture.perMinute(formats.count(tidy(perSecond * minute)));
  };
  const ms = (tookMs: number): string =>
    tookMs < 10_000
      ? picture.ms(formats.count(tidy(tookMs)))
      : picture.seconds(formats.count(tidy(tookMs / 1_000)));
  const failed = ({ failed: bad, count }: Pick<LiveArrow, 'failed' | 'count'>): string =>
    picture.failedOf(formats.count(bad), formats.count(count));
  const whole = (arrow: LiveArrow): string =>
    [
      picture.arrow(nameOf(arrow.from), nameOf(arrow.to)),
      rate(arrow.perSecond),
      ...(arrow.failed > 0 ? [failed(arrow)] : []),
      ...(arrow.p95Ms === null ? [] : [picture.p95(ms(arrow.p95Ms))]),
    ].join(', ');
  return { nameOf, rate, ms, failed, whole };
}

/** As exact as somebody reads it. */
function tidy(value: number): number {
  return value >= 10 ? Math.round(value) : Math.round(value * 10) / 10;
}
