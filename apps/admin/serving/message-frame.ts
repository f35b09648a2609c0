import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Shows what its opener hands it as the mail that it is: with the styles that stand in it, no script
 * but its own few lines, no forms, and no way out of its frame: a link that somebody tries out leads
 * nowhere, and what it would do is not done in the customer's place. It is asked for nothing by itself, so
 * that it may be anybody's to open; without an origin it reaches nothing of who is signed in.
 */
export function sendMessageFrame(
  { query }: FastifyRequest<{ Querystring: { readonly pictures?: unknown } }>,
  reply: FastifyReply,
): FastifyReply {
  // Fetching one tells whose it is that somebody looked.
  const pictures = query.pictures === 'none' ? 'data:' : "'self' https: data:";
  const nonce = randomBytes(16).toString('base64');
  return reply.headers({
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Robots-Tag': 'noindex, nofollow',
    'Content-Security-Policy': [
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      "style-src 'unsafe-inline'",
      `img-src ${pictures}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'self'",
      'sandbox allow-scripts',
    ].join('; '),
  }).send(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Message</title></head>
<body>
<script nonce="${nonce}">
addEventListener('message', ({ source, data }) => {
  if (source === parent && typeof data === 'string') document.documentElement.innerHTML = data;
});
for (const kind of ['click', 'auxclick']) {
  addEventListener(kind, (event) => {
    if (event.target.closest('a, area')) event.preventDefault();
  });
}
</script>
</body>
</html>
`);
}
