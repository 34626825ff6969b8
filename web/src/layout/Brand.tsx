const MARK = "/static/signet_server/logo.svg";

/** The mark and the name, which lead to the front page. */
export function Brand() {
  return (
    <a className="brand" href="#/">
      <img src={MARK} alt="" width="28" height="28" />
      Signet
    </a>
  );
}
