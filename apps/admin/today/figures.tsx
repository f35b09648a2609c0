import { Suspense, type ReactNode } from 'react';
import { useSpeech } from '../words/speech.tsx';
import { Failed } from './failed.tsx';
import { HourTable } from './hour-table.tsx';
import { DayCurve, WithoutCurve } from './load-curve.tsx';
import { useFigures, type DayFigures } from './use-today.ts';

/** What was sold today with yesterday's beside it, of each channel and currency. */
export function Figures() {
  const { words } = useSpeech();
  const { data, error, refetch } = useFigures();
  const items = data?.items;
  return (
    <section aria-label={words.today.figures.label} aria-busy={!data && !error}>
      {error && <Failed error={error} again={refetch} />}
      {!items && !error && <div className="panel figures-place" />}
      {items?.length === 0 && <p className="panel empty muted">{words.today.figures.none}</p>}
      {items?.map((figures) => (
        <ChannelFigures
          key={`${figures.channel} ${figures.currency}`}
          figures={figures}
          isOneOfMany={items.length > 1}
        />
      ))}
    </section>
  );
}

function ChannelFigures({ figures, isOneOfMany }: { figures: DayFigures; isOneOfMany: boolean }) {
  const { words } = useSpeech();
  const { channel, currency } = figures;
  return (
    <div className="panel day">
      {isOneOfMany && (
        <header>
          <h2>{words.today.figures.in(channel, currency)}</h2>
        </header>
      )}
      <Sums figures={figures} />
      <WithoutCurve>
        <Suspense fallback={<div className="curve" />}>
          <DayCurve figures={figures} />
        </Suspense>
      </WithoutCurve>
      <HourTable figures={figures} />
    </div>
  );
}

/** Beside today's stands yesterday's until the same time: a morning is not measured by a whole day. */
function Sums({ figures }: { figures: DayFigures }) {
  const { words, formats } = useSpeech();
  const { sums, dayBefore, dayBeforeUntilNow: byNow, currency } = figures;
  const said = words.today.figures;
  const money = (minor: number | null) =>
    minor === null ? said.noAverage : formats.money(minor, currency);
  return (
    <dl className="figures num">
      <Sum name={said.sales} value={money(sums.salesMinor)}>
        {said.byNow(money(byNow.salesMinor))}
        <Change now={sums.salesMinor} before={byNow.salesMinor} />
      </Sum>
      <Sum name={said.orders} value={formats.count(sums.orders)}>
        {said.byNow(formats.count(byNow.orders))}
        <Change now={sums.orders} before={byNow.orders} />
      </Sum>
      <Sum name={said.average} value={money(sums.averageMinor)}>
        {said.byNow(money(byNow.averageMinor))}
      </Sum>
      <Sum name={said.refunded} value={money(sums.refundedMinor)}>
        {said.whole(money(dayBefore.refundedMinor))}
      </Sum>
    </dl>
  );
}

function Sum({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="figure">{value}</dd>
      <dd className="muted">{children}</dd>
    </div>
  );
}

/** How much more or less than before; nothing to measure by says nothing. */
function Change({ now, before }: { now: number; before: number }) {
  const { formats } = useSpeech();
  if (before === 0) return null;
  return <span className="change">{formats.change((now - before) / before)}</span>;
}
