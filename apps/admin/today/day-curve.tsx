import { useEffect, useRef, useState, type RefObject } from 'react';
import uPlot from 'uplot';
import { useSpeech } from '../words/speech.tsx';
import { curveOf, hourIn, hours, hourText } from './hours.ts';
import type { DayFigures } from './use-today.ts';

const heightPixels = 220;
const everyHours = [3, 6];

/** Sales from midnight on, today's and yesterday's. Loaded with the page of today alone. */
export default function DayCurve({ figures }: { figures: DayFigures }) {
  const { words, formats } = useSpeech();
  const { sums, dayBefore, currency, timeZone } = figures;
  const said = words.today.curve;
  const money = (minor: number) => formats.money(minor, currency);
  const [pointed, setPointed] = useState<number>();
  const today = curveOf(sums, hourIn(timeZone));
  const before = curveOf(dayBefore);
  const frame = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLParagraphElement>(null);
  useChart({ frame, legend, lines: [today, before], money, onPoint: setPointed });
  const [now, then] = [today, before].map((line) =>
    pointed === undefined ? null : line[pointed]!,
  );
  return (
    <figure className="curve">
      <figcaption>
        <h2>{said.title}</h2>
        <p className="legend num" ref={legend}>
          {pointed !== undefined && <span>{said.at(hourText(pointed))}</span>}
          <span className="of-today">
            {said.today} {now !== null && now !== undefined && <b>{money(now)}</b>}
          </span>
          <span className="of-yesterday">
            {said.yesterday} {then !== null && then !== undefined && <b>{money(then)}</b>}
          </span>
        </p>
      </figcaption>
      <div
        ref={frame}
        className="plot"
        role="img"
        aria-label={said.label(money(sums.salesMinor), money(dayBefore.salesMinor))}
      />
    </figure>
  );
}

interface Charted {
  readonly frame: RefObject<HTMLDivElement | null>;
  /** Whose words have the colours of the lines. */
  readonly legend: RefObject<HTMLElement | null>;
  readonly lines: readonly [today: (number | null)[], before: (number | null)[]];
  readonly money: (minor: number) => string;
  readonly onPoint: (hour: number | undefined) => void;
}

/** Drawn once, and again with other sums, in another width or in other colours. */
function useChart(charted: Charted): void {
  const chart = useRef<uPlot>(undefined);
  const current = useRef(charted);
  useEffect(() => {
    current.current = charted;
    chart.current?.setData([hours, ...charted.lines]);
  });
  useEffect(() => {
    // Held here: its size is told once more when the page is being left.
    const frame = current.current.frame.current!;
    const drawn = new uPlot(
      optionsOf(frame, current.current.legend.current!, current),
      [hours, ...current.current.lines],
      frame,
    );
    chart.current = drawn;
    const sizes = new ResizeObserver(() => {
      drawn.setSize({ width: frame.clientWidth, height: heightPixels });
    });
    sizes.observe(frame);
    const forget = onOtherColours(() => drawn.redraw(false));
    return () => {
      forget();
      sizes.disconnect();
      drawn.destroy();
    };
  }, []);
}

/** Somebody chose another look, or their system did. */
function onOtherColours(redraw: () => void): () => void {
  const chosen = new MutationObserver(redraw);
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', redraw);
  return () => {
    chosen.disconnect();
    system.removeEventListener('change', redraw);
  };
}

/** Colours are asked of the page at each drawing: as its tokens are in the look of now. */
function optionsOf(
  frame: HTMLElement,
  legend: HTMLElement,
  current: RefObject<Charted>,
): uPlot.Options {
  const colourOf = (name: string) => () =>
    getComputedStyle(legend.querySelector(name) ?? legend).color;
  const ink = () => getComputedStyle(frame).color;
  const line = () => getComputedStyle(frame).borderBlockEndColor;
  const font = `12px ${getComputedStyle(frame).fontFamily}`;
  const grid = { stroke: line, width: 1 };
  return {
    width: frame.clientWidth,
    height: heightPixels,
    legend: { show: false },
    scales: {
      x: { time: false },
      y: { range: (_plot, _least, most) => [0, Math.max(1, most ?? 0) * 1.08] },
    },
    cursor: { y: false, drag: { x: false, y: false } },
    hooks: {
      setCursor: [({ cursor }) => current.current.onPoint(cursor.idx ?? undefined)],
    },
    axes: [
      {
        stroke: ink,
        font,
        grid: { show: false },
        ticks: grid,
        incrs: everyHours,
        size: 32,
        values: (_plot, splits) => splits.map(hourText),
      },
      {
        stroke: ink,
        font,
        grid,
        ticks: { show: false },
        size: 84,
        values: (_plot, splits) => splits.map((minor) => current.current.money(minor)),
      },
    ],
    series: [
      {},
      { stroke: colourOf('.of-today'), width: 2, points: { show: false } },
      { stroke: colourOf('.of-yesterday'), width: 1.5, dash: [4, 4], points: { show: false } },
    ],
  };
}
