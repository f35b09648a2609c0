import { useSpeech } from '../words/speech.tsx';
import { hourText, hoursOf } from './hours.ts';
import type { DayFigures } from './use-today.ts';

/** What the curve shows, for who does not see it, and for who wants the figures. */
export function HourTable({ figures }: { figures: DayFigures }) {
  const { words, formats } = useSpeech();
  const { currency, sums, dayBefore } = figures;
  const said = words.today.curve;
  const [today, before] = [hoursOf(sums), hoursOf(dayBefore)];
  const rows = today.map((now, hour) => ({ hour, now, past: before[hour]! }));
  const shown = rows.filter(({ now, past }) => now.orders + past.orders > 0);
  return (
    <details className="hours">
      <summary>{said.table}</summary>
      <div className="scrolls">
        <table className="num">
          <thead>
            <tr>
              <th scope="col">{said.hour}</th>
              {[said.ordersToday, said.salesToday, said.ordersYesterday, said.salesYesterday].map(
                (head) => (
                  <th key={head} scope="col" className="r">
                    {head}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ hour, now, past }) => (
              <tr key={hour}>
                <th scope="row">{hourText(hour)}</th>
                <td className="r">{formats.count(now.orders)}</td>
                <td className="r">{formats.money(now.salesMinor, currency)}</td>
                <td className="r">{formats.count(past.orders)}</td>
                <td className="r">{formats.money(past.salesMinor, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
