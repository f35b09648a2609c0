const declared =
  'create or replace function kontor.kontor_now() returns timestamptz language sql stable as';

/**
 * A shop's clock. PostgreSQL puts `now()` itself in the place of every call, so it costs nothing in the
 * condition of a row; with the look at the table below it was 6 µs a call, most of a search's time.
 */
const machinesClock = `${declared} 'select now()'`;

/** The clock of a test that moved it. */
const movedClock = `${declared} 'select now() + (select moved from kontor.clock)'`;

/** Makes the clock anew: what a shop has, unless a test has moved it before. */
export const makeClock = `do $make$ begin
  if exists (select from kontor.clock where moved <> interval '0') then
    ${movedClock};
  else
    ${machinesClock};
  end if;
end $make$`;

/** Moves the clock so many milliseconds away from the machine's. Tests only. */
export function setClock(ms: number): string {
  return `${movedClock}; update kontor.clock set moved = ${ms} * interval '1 ms'`;
}
