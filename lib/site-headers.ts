/** Seconds of two years, as browsers' preload lists ask for. */
export const HSTS_SECONDS = 63_072_000;

/**
 * What a page of the sites may load. `connect` are the origins that it may call beside its own: where officers sign
 * in and where documents are uploaded.
 */
export const contentSecurityPolicy = (connect: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    // Browsers that do not know worker-src yet take child-src for it.
    "worker-src 'self'",
    "child-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    ['connect-src', "'self'", ...connect].join(' '),
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

export const PERMISSIONS_POLICY =
  'accelerometer=(), camera=(), display-capture=(), geolocation=(self), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()';

/** Headers of every page and file of the sites, at the edge and on one machine. */
export const siteHeaders = (connect: readonly string[]): Readonly<Record<string, string>> => ({
  'content-security-policy': contentSecurityPolicy(connect),
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': PERMISSIONS_POLICY,
  'referrer-policy': 'no-referrer',
  'strict-transport-security': `max-age=${HSTS_SECONDS}; includeSubDomains; preload`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
});

/** Names under `assets/` hold a hash of the content: such a file never changes. */
export const ASSETS = 'assets/';
export const ASSETS_CACHING = 'public, max-age=31536000, immutable';
/** Pages and `config.json` are asked for again each time; mostly the answer is that nothing has changed. */
export const PAGES_CACHING = 'no-cache';
