// patience ends a request that has no answer after so long. AbortSignal.timeout is not in
// the browsers of older telephones and televisions.
export function patience(ms) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), ms);
  return controller.signal;
}
