import { createHash } from 'node:crypto';
import type { FileAnswer } from './file.ts';

const hashed = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** A page of one file: it asks nobody but this API for anything, and the browser holds it to that. */
export function apiPage({
  title,
  styles,
  scripts,
}: {
  title: string;
  styles: string[];
  scripts: string[];
}): FileAnswer {
  const style = styles.join('\n');
  // A "<!--" and a "<script" in its strings would keep the element open to the end of the page.
  const script = scripts.join('\n;').replace(/<(?=!--|\/?script)/gi, '\\x3C');
  return {
    text: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<noscript><p>This page needs JavaScript. The description itself is at <a href="openapi.json">openapi.json</a>.</p></noscript>
<main id="api"></main>
<script>${script}</script>
</body>
</html>
`,
    headers: {
      'content-security-policy': [
        "default-src 'none'",
        `script-src ${hashed(script)}`,
        `style-src ${hashed(style)}`,
        "connect-src 'self'",
        'img-src data:',
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  };
}
