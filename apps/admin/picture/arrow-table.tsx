import { usePageSpeech } from '../words/speech.tsx';
import { arrowNames, type ArrowName } from './places.ts';
import { Spark } from './spark.tsx';
import { useTelling } from './tell-arrow.ts';
import type { LiveArrow } from './use-picture.ts';

interface Listed {
  readonly arrows: readonly LiveArrow[];
  readonly chosen: ArrowName | undefined;
  readonly onChoose: (arrow: ArrowName) => void;
}

/** What the drawing shows, in words and figures; on phones it stands in its place. */
export function ArrowTable({ arrows, chosen, onChoose }: Listed) {
  const { words } = usePageSpeech();
  const { table } = words.picture;
  const drawn = arrows.filter(({ drawn: isDrawn }) => isDrawn);
  const order = (arrow: LiveArrow) => arrowNames.indexOf(keyOf(arrow) as ArrowName);
  const beside = arrows.filter(({ drawn: isDrawn }) => !isDrawn);
  return (
    <section className="panel arrows" aria-labelledby="all-arrows">
      <header>
        <h2 id="all-arrows">{table.title}</h2>
        <span className="muted">{table.what}</span>
      </header>
      <div className="wide">
        <table>
          <thead>
            <tr>
              <th scope="col">{table.from}</th>
              <th scope="col">{table.to}</th>
              <th scope="col" className="r">
                {table.rate}
              </th>
              <th scope="col" className="r">
                {table.failed}
              </th>
              <th scope="col" className="r">
                {table.p95}
              </th>
            </tr>
          </thead>
          <tbody>
            {drawn
              .toSorted((one, other) => order(one) - order(other))
              .map((arrow) => (
                <Row
                  key={keyOf(arrow)}
                  arrow={arrow}
                  isChosen={keyOf(arrow) === chosen}
                  onChoose={() => onChoose(keyOf(arrow) as ArrowName)}
                />
              ))}
          </tbody>
          {beside.length > 0 && (
            <tbody>
              <tr>
                <th scope="rowgroup" colSpan={5}>
                  {table.beside}
                </th>
              </tr>
              {beside.map((arrow) => (
                <Row key={`${arrow.kind} ${keyOf(arrow)}`} arrow={arrow} isChosen={false} />
              ))}
            </tbody>
          )}
        </table>
      </div>
    </section>
  );
}

interface Shown {
  readonly arrow: LiveArrow;
  readonly isChosen: boolean;
  readonly onChoose?: () => void;
}

function Row({ arrow, isChosen, onChoose }: Shown) {
  const { words } = usePageSpeech();
  const { nameOf, rate, ms, failed } = useTelling();
  const { from, to, count, failed: bad, perSecond, p95Ms } = arrow;
  return (
    <tr className={isChosen ? 'chosen' : undefined}>
      <th scope="row">{nameOf(from)}</th>
      <td>
        {onChoose ? (
          <button
            type="button"
            className="link"
            aria-pressed={isChosen}
            aria-label={words.picture.arrow(nameOf(from), nameOf(to))}
            onClick={onChoose}
          >
            {nameOf(to)}
          </button>
        ) : (
          nameOf(to)
        )}
      </td>
      <td className="r num">
        <Spark curve={arrow.curve} /> {rate(perSecond)}
      </td>
      <td className="r num">
        {bad > 0 ? <span className="chip bad">{failed(arrow)}</span> : count > 0 ? '0' : '–'}
      </td>
      <td className="r num">{p95Ms === null ? '–' : ms(p95Ms)}</td>
    </tr>
  );
}

const keyOf = ({ from, to }: LiveArrow): string => `${from}>${to}`;
