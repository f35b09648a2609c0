import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useMemo, useState, type FormEvent, type ReactNode } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { useMay } from '../session/use-session.ts';
import { useKeys } from '../shell/use-keys.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { ArrowFailures } from './arrow-failures.tsx';
import { ArrowTable } from './arrow-table.tsx';
import { Drawing } from './drawing.tsx';
import { PathPanel } from './path-panel.tsx';
import type { PictureSearch } from './picture-search.ts';
import { arrowNames, type ArrowName } from './places.ts';
import { useTelling } from './tell-arrow.ts';
import { TracePanel } from './trace-panel.tsx';
import { useArrows, useOrderPath, type LiveArrow, type Span } from './use-picture.ts';

const route = getRouteApi('/picture');
const stepMs = 450;

/** How the arrows of the picture are used now, and the way of an order along them. */
export function PicturePage() {
  const { words } = usePageSpeech();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const textOf = useProblemText();
  const [live, setLive] = useState(true);
  const { data, error } = useArrows(live);
  const { items = [], unanswered = [] } = data ?? {};
  const arrows = useMemo(() => drawnOf(items), [items]);
  const look = (changed: Partial<Record<keyof PictureSearch, string | undefined>>) =>
    void navigate({
      search: { ...search, ...changed } as PictureSearch,
      replace: true,
      resetScroll: false,
    });
  const { order, arrow, trace } = search;
  return (
    <div className="page">
      <title>{words.picture.title}</title>
      <Head items={items} live={live} onLive={setLive}>
        {may('orders:read') && (
          <OrderSearch shown={order} onShow={(number) => look({ order: number })} />
        )}
      </Head>
      {error && (
        <p className="alert" role="alert">
          {textOf(error)}
        </p>
      )}
      {unanswered.length > 0 && <Unanswered services={unanswered} />}
      <WithPath
        number={may('orders:read') ? order : undefined}
        arrows={arrows}
        chosen={arrow}
        onChoose={(name) => look({ arrow: name, trace: undefined })}
        onClose={() => look({ order: undefined })}
      >
        {arrow && (
          <ArrowFailures
            key={arrow}
            name={arrow}
            arrow={arrows.get(arrow)}
            live={live}
            trace={trace}
            onTrace={(shown) => look({ trace: shown })}
            onClose={() => look({ arrow: undefined, trace: undefined })}
          />
        )}
        {trace && <TracePanel trace={trace} onClose={() => look({ trace: undefined })} />}
      </WithPath>
      <ArrowTable
        arrows={items}
        chosen={arrow}
        onChoose={(name) => look({ arrow: name, trace: undefined })}
      />
    </div>
  );
}

function drawnOf(items: readonly LiveArrow[]): ReadonlyMap<string, LiveArrow> {
  const drawn = items.filter((item) => item.drawn);
  return new Map(drawn.map((item) => [`${item.from}>${item.to}`, item]));
}

interface Heading {
  readonly items: readonly LiveArrow[];
  readonly live: boolean;
  readonly onLive: (live: boolean) => void;
  readonly children: ReactNode;
}

function Head({ items, live, onLive, children }: Heading) {
  const { words } = usePageSpeech();
  const { picture } = words;
  const { rate } = useTelling();
  const requests = items.find(({ from }) => from === 'user')?.perSecond ?? 0;
  const used = items.filter(({ drawn, count }) => drawn && count > 0).length;
  return (
    <div className="head">
      <div>
        <h1>{picture.title}</h1>
        <p className="num">
          {items.length === 0
            ? picture.reading
            : picture.facts(rate(requests), used, arrowNames.length)}
        </p>
      </div>
      <div className="acts">
        {children}
        <button type="button" className="button" onClick={() => onLive(!live)}>
          {live ? picture.pause : picture.goOn}
        </button>
        <p className="visually-hidden" role="status">
          {live ? '' : picture.paused}
        </p>
      </div>
    </div>
  );
}

function Unanswered({ services }: { services: readonly string[] }) {
  const { words } = usePageSpeech();
  const { nameOf } = useTelling();
  return (
    <p className="notice" role="status">
      {words.picture.unanswered(services.map(nameOf).join(', '))}
    </p>
  );
}

interface Searched {
  readonly shown: string | undefined;
  readonly onShow: (number: string | undefined) => void;
}

function OrderSearch({ shown, onShow }: Searched) {
  const { words } = usePageSpeech();
  const { picture } = words;
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const number = new FormData(event.currentTarget).get('number');
    onShow(typeof number === 'string' && number.trim() !== '' ? number.trim() : undefined);
  };
  return (
    <form role="search" className="q2 of-picture" onSubmit={send} aria-label={picture.search}>
      <input
        key={shown}
        name="number"
        defaultValue={shown}
        aria-label={picture.searchWhat}
        placeholder={picture.search}
        autoComplete="off"
        spellCheck={false}
      />
      <button type="submit" className="link">
        {picture.show}
      </button>
    </form>
  );
}

interface Looked {
  readonly number: string | undefined;
  readonly arrows: ReadonlyMap<string, LiveArrow>;
  readonly chosen: ArrowName | undefined;
  readonly onChoose: (name: ArrowName) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The drawing, with the way of an order lit in it where one is looked at. */
function WithPath({ number, arrows, chosen, onChoose, onClose, children }: Looked) {
  const { data: path, error } = useOrderPath(number ?? '');
  const steps = useMemo(
    () => drawnSteps(number === undefined ? [] : (path?.spans ?? [])),
    [number, path],
  );
  const [played, setPlayed] = useState<number>();
  useEffect(() => {
    if (played === undefined) return undefined;
    const timer = setTimeout(
      () => setPlayed(played + 1 < steps.length ? played + 1 : undefined),
      stepMs,
    );
    return () => clearTimeout(timer);
  }, [played, steps.length]);
  const play = () => setPlayed(played === undefined ? 0 : undefined);
  useKeys({ p: steps.length > 0 ? play : undefined });
  const until = played === undefined ? steps : steps.slice(0, played + 1);
  const lit = until.map(({ from, to }) => `${from}>${to}` as ArrowName);
  return (
    <>
      <section className="panel sea num">
        <Drawing
          arrows={arrows}
          chosen={chosen}
          lit={steps.length > 0 ? lit : undefined}
          now={played === undefined ? undefined : lit.at(-1)}
          onChoose={onChoose}
        />
      </section>
      <p className="muted sea-keys">{usePageSpeech().words.picture.keys}</p>
      <div className="looked">
        {children}
        {number !== undefined && (
          <PathPanel
            number={number}
            path={path}
            error={error}
            now={played === undefined ? undefined : steps[played]}
            onPlay={play}
            onClose={onClose}
          />
        )}
      </div>
    </>
  );
}

/** Those that went along an arrow of the drawing. */
function drawnSteps(spans: readonly Span[]): readonly Span[] {
  const drawn = new Set<string>(arrowNames);
  return spans.filter(({ kind, from, to }) => kind !== 'event' && drawn.has(`${from}>${to}`));
}
