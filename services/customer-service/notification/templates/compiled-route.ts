/** Where an order or a parcel is: the ports of its voyage, as the shop's pages draw them. */
const voyages = {
  packing: ['placed done', 'packed now', 'on_the_way ahead', 'delivered ahead'],
  shipped: ['placed done', 'packed done', 'on_the_way now', 'delivered ahead'],
  arriving: ['placed done', 'packed done', 'on_the_way now', 'delivered ahead'],
  delivered: ['placed done', 'packed done', 'on_the_way done', 'delivered done'],
  cancelled: ['placed done', 'cancelled ended'],
} as const;

const signs: Readonly<Record<string, string>> = { done: '&#10003;', ended: '&times;' };

/**
 * Puts the picture of a voyage in the place of each `<!-- route name -->` of a template: a table, since
 * that is what all mail programs draw alike.
 * @param words of a language: `port: Name`, and `name.port: what stands below it`, in Liquid
 * @throws where a template names a voyage that there is not
 */
export function withRoutes(mjml: string, words: string): string {
  return mjml.replaceAll(/<!-- route (\w+) -->/g, (_, name: string) => {
    const ports: readonly string[] | undefined = voyages[name as keyof typeof voyages];
    if (ports === undefined) throw new Error(`there is no route ${name}`);
    const wordOf = (key: string) =>
      new RegExp(`^${key.replaceAll('.', String.raw`\.`)}: (.+)$`, 'm').exec(words)?.[1];
    const width = Math.floor(100 / ports.length);
    const cells = ports.map((port, at) => {
      const [place = '', standing = ''] = port.split(' ');
      const note = wordOf(`${name}.${place}`);
      const isLast = at === ports.length - 1;
      const way = ports[at + 1]?.endsWith(' done') || standing === 'done' ? 'way' : 'way ahead-way';
      return [
        `<td class="${standing}" width="${width}%" valign="top">`,
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>',
        `<td width="20"><div class="dot">${signs[standing] ?? '&nbsp;'}</div></td>`,
        isLast ? '<td></td>' : `<td class="${way}"><div>&nbsp;</div></td>`,
        `</tr></table><div class="words"><b>${wordOf(place)}</b>`,
        note === undefined ? '' : `<span class="note">${note}</span>`,
        '</div></td>',
      ].join('');
    });
    return `<mj-table css-class="route" table-layout="fixed"><tr>${cells.join('')}</tr></mj-table>`;
  });
}
