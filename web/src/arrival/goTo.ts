/** Show the view at *hash*, in place of this one. The history of the browser forgets this one. */
export function goTo(hash: string): void {
  history.replaceState(null, "", hash || location.pathname);
  dispatchEvent(new HashChangeEvent("hashchange"));
}
