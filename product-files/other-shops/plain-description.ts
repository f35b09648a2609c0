const blocks = /<(?:p|div|ul|ol|li|table|h[1-6]|br|blockquote|section|figure)\b/i;

/** A description that is written without markup shows its lines as paragraphs, as its shop shows it. */
export function descriptionOf(text: string): string {
  const plain = text.replaceAll(/\r\n?/g, '\n').trim();
  if (plain === '' || blocks.test(plain) || !plain.includes('\n')) return plain;
  return plain
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.trim().replaceAll('\n', '<br>')}</p>`)
    .join('\n');
}
