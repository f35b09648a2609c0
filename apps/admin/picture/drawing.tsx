import { useRef, type KeyboardEvent } from 'react';
import { usePageSpeech } from '../words/speech.tsx';
import {
  arrowNames,
  drawnWay,
  endsOf,
  places,
  quayBottom,
  quays,
  quayTop,
  size,
  waterTop,
  type ArrowName,
  type Place,
  type PlaceName,
} from './places.ts';
import { useTelling } from './tell-arrow.ts';
import type { LiveArrow } from './use-picture.ts';

interface Drawn {
  readonly arrows: ReadonlyMap<string, LiveArrow>;
  readonly chosen: ArrowName | undefined;
  /** Those that an order went along. */
  readonly lit: readonly ArrowName[] | undefined;
  /** Along which it goes while it is played. */
  readonly now: ArrowName | undefined;
  readonly onChoose: (arrow: ArrowName) => void;
}

const heads = ['plain', 'bad', 'lit'] as const;

/** The picture: who uses whom. Every arrow is a button; the table beside it says the same. */
export function Drawing(drawn: Drawn) {
  const { words } = usePageSpeech();
  const { width, height } = size;
  return (
    <svg
      className={drawn.lit ? 'is-lit' : undefined}
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-label={words.picture.drawing}
    >
      <defs>
        {heads.map((head) => (
          <marker
            key={head}
            id={`head-${head}`}
            className={`head-of-arrow ${head}`}
            viewBox="0 0 9 8"
            refX="9"
            refY="4"
            markerWidth="9"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0L9 4L0 8Z" />
          </marker>
        ))}
      </defs>
      <path
        className="water"
        d={`M0 ${waterTop}q31 -8 62 0${'t62 0'.repeat(Math.ceil(width / 62) - 1)}V${height}H0Z`}
      />
      {quays.map(({ name, x, width: wide, textX, anchor }) => (
        <g key={name} className="quay">
          <rect x={x} y={quayTop} width={wide} height={quayBottom - quayTop} rx="4" />
          <text x={textX} y={quayBottom - 10} textAnchor={anchor}>
            {words.picture.quays[name]}
          </text>
        </g>
      ))}
      <Arrows {...drawn} />
      {Object.keys(places).map((name) => (
        <House key={name} name={name as PlaceName} arrows={drawn.arrows} />
      ))}
    </svg>
  );
}

const steps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

/** One stop of the tabulator; arrow keys go from one to the next. */
function Arrows({ arrows, chosen, lit, now, onChoose }: Drawn) {
  const all = useRef<SVGGElement>(null);
  const walk = (event: KeyboardEvent<SVGGElement>, name: ArrowName) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onChoose(name);
      return;
    }
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...(all.current?.querySelectorAll<SVGGElement>('[role=button]') ?? [])];
    const next = (buttons.indexOf(event.currentTarget) + step + buttons.length) % buttons.length;
    buttons[next]?.focus();
  };
  return (
    <g ref={all}>
      {arrowNames.map((name) => (
        <ArrowButton
          key={name}
          name={name}
          arrow={arrows.get(name)}
          standing={now === name ? 'now' : (lit?.includes(name) ?? false) ? 'lit' : undefined}
          isChosen={chosen === name}
          isStop={(chosen ?? arrowNames[0]) === name}
          onChoose={() => onChoose(name)}
          onKey={(event) => walk(event, name)}
        />
      ))}
    </g>
  );
}

interface Button {
  readonly name: ArrowName;
  readonly arrow: LiveArrow | undefined;
  /** On the way of an order, or where that is being played. */
  readonly standing: 'lit' | 'now' | undefined;
  readonly isChosen: boolean;
  readonly isStop: boolean;
  readonly onChoose: () => void;
  readonly onKey: (event: KeyboardEvent<SVGGElement>) => void;
}

function ArrowButton({ name, arrow, standing, isChosen, isStop, onChoose, onKey }: Button) {
  const { whole } = useTelling();
  const head = standing ? 'lit' : (arrow?.failed ?? 0) > 0 ? 'bad' : 'plain';
  const [from, to] = endsOf(name);
  const said = whole(arrow ?? { ...unused, from, to });
  const way = drawnWay(name);
  return (
    <g
      className={standing === 'now' ? `arrow ${head} now` : `arrow ${head}`}
      role="button"
      tabIndex={isStop ? 0 : -1}
      aria-label={said}
      aria-pressed={isChosen}
      data-arrow={name}
      onClick={onChoose}
      onKeyDown={onKey}
    >
      <title>{said}</title>
      <path className="touch" d={way} />
      <path
        className="way"
        d={way}
        strokeWidth={thickness(arrow?.perSecond ?? 0)}
        markerEnd={`url(#head-${head})`}
      />
    </g>
  );
}

const unused = {
  kind: '',
  drawn: true,
  count: 0,
  failed: 0,
  perSecond: 0,
  curve: [] as number[],
  p95Ms: null,
};

/** From a line that is never used to one that is used a thousand times a second. */
function thickness(perSecond: number): number {
  return perSecond === 0 ? 1 : Math.min(5, 1.4 + Math.log10(1 + perSecond * 20) * 0.9);
}

function House({ name, arrows }: { name: PlaceName; arrows: Drawn['arrows'] }) {
  const { words, formats } = usePageSpeech();
  const { rate, ms, nameOf } = useTelling();
  const { kind, x, y, width, height }: Place = places[name];
  const used = [...arrows.values()].filter(({ to }) => to === name);
  const perSecond = used.reduce((sum, arrow) => sum + arrow.perSecond, 0);
  const failed = used.reduce((sum, arrow) => sum + arrow.failed, 0);
  const p95Ms = Math.max(0, ...used.map((arrow) => arrow.p95Ms ?? 0));
  const isSmall = kind === 'store';
  const below = y + height - (isSmall ? 9 : 10);
  return (
    <g className={`house ${kind}${failed > 0 ? ' bad' : ''}`} data-place={name}>
      {kind === 'external' ? (
        <path
          d={`M${x} ${y}H${x + width}L${x + width - 10} ${y + height}H${x + 10}Z`}
          className="hull"
        />
      ) : (
        <rect x={x} y={y} width={width} height={height} rx={isSmall ? 6 : 2} className="hull" />
      )}
      <text className="name" x={x + width / 2} y={y + (isSmall ? 17 : 20)} textAnchor="middle">
        {nameOf(name)}
      </text>
      {name !== 'user' && (
        <text x={x + width / 2} y={below} textAnchor="middle">
          {failed > 0
            ? words.picture.failedShort(formats.count(failed))
            : perSecond === 0
              ? '–'
              : isSmall || kind === 'external'
                ? rate(perSecond)
                : `${rate(perSecond)} · ${ms(p95Ms)}`}
        </text>
      )}
    </g>
  );
}
