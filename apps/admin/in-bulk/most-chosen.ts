/** Orders or products that are named one by one, at most. */
export const mostChosen = 1_000;
