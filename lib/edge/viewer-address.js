// Runs in CloudFront Functions (cloudfront-js-2.0). What the viewer itself claims is overwritten.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it.
function handler(event) {
  event.request.headers['x-sitthi-viewer-address'] = { value: event.viewer.ip };
  return event.request;
}
