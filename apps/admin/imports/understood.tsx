import { usePageSpeech } from '../words/speech.tsx';
import type { ProductImport } from './use-imports.ts';

/** The first products as the file was understood: whether its columns are what one means. */
export function Understood({ shown }: { shown: ProductImport }) {
  const { words, formats } = usePageSpeech();
  const text = words.imports;
  const { understood, currency } = shown;
  return (
    <section className="panel" aria-labelledby="understood">
      <header>
        <h2 id="understood">{text.understood}</h2>
      </header>
      <div className="scrolled" tabIndex={0} role="region" aria-labelledby="understood">
        <table>
          <thead>
            <tr>
              <th className="r">{text.lineHead}</th>
              <th>{text.product}</th>
              <th className="hide-s">{text.vendor}</th>
              <th className="hide-s">{text.sku}</th>
              <th className="r">{text.price}</th>
              <th className="r hide-s">{text.variants}</th>
              <th className="r">{text.quantity}</th>
            </tr>
          </thead>
          <tbody>
            {understood?.products.map(
              ({ line, handle, title, vendor, sku, priceMinor, ...rest }) => (
                <tr key={`${line} ${handle}`}>
                  <td className="r num">{line}</td>
                  <td>
                    {title}
                    <div className="muted">{handle}</div>
                  </td>
                  <td className="hide-s">{vendor}</td>
                  <td className="hide-s num">{sku}</td>
                  <td className="r num">
                    {priceMinor === null || currency === null
                      ? ''
                      : formats.money(priceMinor, currency)}
                  </td>
                  <td className="r num hide-s">{rest.variants}</td>
                  <td className="r num">{rest.quantity}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}
