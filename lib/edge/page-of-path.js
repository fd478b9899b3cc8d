// Runs in CloudFront Functions (cloudfront-js-2.0), and in the front server of one machine.
const OFFICERS = '/officer/';

function pageOfPath(path) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name.includes('.')) return path;
  // The officers' application has paths of its own, and reads them itself.
  if (path === '/officer' || path.startsWith(OFFICERS)) return `${OFFICERS}index.html`;
  return name === '' ? `${path}index.html` : `${path}/index.html`;
}

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it.
function handler(event) {
  event.request.uri = pageOfPath(event.request.uri);
  return event.request;
}
