import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { plainMarkup } from './plain-markup.ts';
import { losesMarkup, maskedDescription, sanitiseDescription } from './sanitise-description.ts';

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" java\tscript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<img src="//evil.example/x.png">',
  '<svg><script>alert(1)</script></svg>',
  '<svg onload=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<form action="https://evil.example"><input name=card></form>',
  '<style>*{background:url(//evil.example)}</style>',
  '<p style="position:fixed">x</p>',
  '<math><mtext></table><mglyph><style><img src=x onerror=alert(1)>',
  '<textarea><img title="</textarea><img src=x onerror=alert(1)>">',
  '<<script>script>alert(1)<</script>/script>',
])('nothing that runs or reaches out is left of %s', (html) => {
  const safe = sanitiseDescription(html).html;
  expect(safe).not.toMatch(/<[^>]*\son\w+\s*=/i);
  expect(safe).not.toMatch(/<(script|svg|iframe|form|input|style|math|textarea)/i);
  expect(safe).not.toMatch(/(href|src)="(javascript|data|\/\/)/i);
  expect(safe).not.toMatch(/\sstyle=/i);
});

test('links are told not to vouch for where they lead', () => {
  const { html } = sanitiseDescription(
    '<a href="https://x.example" rel="opener" target="_top">x</a>',
  );
  expect(html).toBe('<a href="https://x.example" rel="noopener nofollow">x</a>');
});

test('structure stays, and the text has a line a block', () => {
  const source = '<h1>Tea</h1><ul><li>green &amp; black</li><li>1 &lt; 2</li></ul>';
  const { html, text } = sanitiseDescription(source);
  expect(html).toBe('<h2>Tea</h2><ul><li>green &amp; black</li><li>1 &lt; 2</li></ul>');
  expect(text).toBe('Tea\ngreen & black\n1 < 2');
});

test('sanitising twice changes nothing more, and text holds no tags', () => {
  const piece = fc.constantFrom(
    '<p>',
    '</p>',
    '<b>',
    '<a href="x">',
    '<img src=y>',
    '<!--',
    '-->',
    '"',
    "'",
    '<',
    '>',
    '&lt;',
    '&amp;',
    'text',
    ' ',
    '<script>',
    '</script>',
    '\n',
    '<p title="',
    '/>',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const once = sanitiseDescription(pieces.join('')).html;
      expect(sanitiseDescription(once).html).toBe(once);
    }),
  );
});

test.each([
  [true, '<p onclick="x()">a</p>'],
  [true, '<p>a</p><script>x()</script>'],
  [true, '<p style="color:red">a</p>'],
  [true, '<h1>a</h1>'],
  [true, '<a href="javascript:x()">a</a>'],
  [true, '<img alt="a">'],
  [true, 'a<!-- b -->'],
  [true, '<font>a</font>'],
  [false, 'a > b'],
  [false, '<P>a &amp; b<BR>c &eacute;</P>'],
  [false, "<a href=https://shop.example>a</a><img src='/media/a.svg'>"],
  [false, '<ul><li>a<li>b</ul>'],
])('%s: something is lost of %s', (expected, html) => {
  expect(losesMarkup(html, sanitiseDescription(html).html)).toBe(expected);
});

test('card numbers of a description are masked, addresses stay', () => {
  const html = sanitiseDescription(
    '<p>4242 <b>4242 4242</b>&nbsp;4242</p><img src="/media/4242424242424242.svg" alt="4242424242424242">' +
      '<p>4242 4242</p><p>4242 4242</p><table><tr><td>4242 4242</td><td>4242 4242</td></tr></table>',
  ).html;
  expect(maskedDescription(html)).toBe(
    '<p>•••• <b>•••• ••••</b>\u00a04242</p><img src="/media/4242424242424242.svg" alt="••••••••••••4242" loading="lazy" />' +
      '<p>•••• ••••</p><p>•••• 4242</p><table><tr><td>4242 4242</td><td>4242 4242</td></tr></table>',
  );
});

describe('markup that has nothing to mend is read in a shorter way', () => {
  const pieces = (
    '<p>|</p>|<p>|</p>|<div>|</div>|<ul>|</ul>|<li>|</li>|<b>|</b>|<em>|</em>|<h2>|</h2>|<h3>|<br>|' +
    '<br/>|<br />|</br>|<p/>|a| |\n|"quoted"|&amp;|&lt;b&gt;|&amp;lt;|&|&nbsp;|ü|\u00a0|>|<|<x>|<P>|<b >|</p'
  ).split('|');
  /** A comment is nothing that is kept, and nothing that is short. */
  const readWhole = (html: string) => sanitiseDescription(`${html}<!-- -->`);

  test('and comes out as it does in the long one', () => {
    let short = 0;
    const written = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(written, (parts) => {
        const html = parts.join('');
        if (!/[<&]/.test(html) || plainMarkup(html) === undefined) return;
        short += 1;
        expect(sanitiseDescription(html), html).toEqual(readWhole(html));
        expect(losesMarkup(html, sanitiseDescription(html).html), html).toBe(false);
      }),
      { numRuns: 20_000 },
    );
    expect(short).toBeGreaterThan(200);
  });

  test('which all descriptions of plain paragraphs and lists take', () => {
    const html =
      '<h2>Tea</h2><p>Green <strong>leaves</strong>,<br>“first” picking &amp; more</p><ul><li>100 g</li><li><p>Two</p></li></ul>';
    expect(plainMarkup(html)).toBe(html.replace('<br>', '<br />'));
    expect(plainMarkup('<p onclick="x()">a</p>')).toBeUndefined();
    expect(plainMarkup('<script>a</script>')).toBeUndefined();
    expect(plainMarkup('<p>a<div>b</div></p>')).toBeUndefined();
  });
});
