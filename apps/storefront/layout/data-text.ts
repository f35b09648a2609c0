/** Data within a page: `<` ends no element, and no line ends where JavaScript's did once. */
export function dataText(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
