import type { Program } from '../buyer.ts';
import { effectOf, endOfThrown, placeOf, programOf, type Effects } from '../told.ts';
import { Unrolled, type Point, type Told } from '../unroll.ts';

export interface PlotProgram<Found extends string> {
  readonly program: Program;
  /** By what a worker finds as he begins; none where the plot does nothing. */
  readonly begins: Readonly<Partial<Record<Found, string>>>;
}

/** Each told by what a worker may find as he begins. */
export async function plotProgram<Found extends string>(
  effects: Effects,
  told: Readonly<Record<Found, Told>>,
): Promise<PlotProgram<Found>> {
  const unrolled = new Unrolled((what) => effectOf(effects, what).answers, {
    given: () => 'told',
    thrown: endOfThrown,
  });
  const begins: [string, string][] = [];
  for (const [found, one] of Object.entries<Told>(told)) {
    const first: Point = await unrolled.begin(one);
    if (first.ends === undefined) begins.push([found, placeOf(first)]);
  }
  return {
    program: programOf(unrolled.all(), effects),
    begins: Object.fromEntries(begins) as Partial<Record<Found, string>>,
  };
}

/** Of what tells nothing. */
export const done = { done: () => undefined };
