/** Of texts by language: the one asked for, one of the same language, the channel's own, any. */
export function inLanguage<Text>(
  texts: Readonly<Record<string, Text>>,
  locale: string,
  defaultLocale: string,
): { readonly locale: string; readonly text: Text } | undefined {
  const given = Object.keys(texts).toSorted();
  const near = nearestLocale(given, locale);
  const found = near ?? nearestLocale(given, defaultLocale) ?? given[0];
  return found === undefined ? undefined : { locale: found, text: texts[found]! };
}

/** The same, or one of the same language in another country's words. */
export function nearestLocale(given: readonly string[], locale: string): string | undefined {
  const language = locale.slice(0, 2);
  return given.find((one) => one === locale) ?? given.find((one) => one.slice(0, 2) === language);
}
