export function Footer() {
  return (
    <footer>
      <nav aria-label="More of this service">
        <ul>
          <li>
            <a href="/api/docs/">API documentation</a>
          </li>
          <li>
            <a href="/api/schema/">OpenAPI</a>
          </li>
          <li>
            <a href="/admin/">Admin</a>
          </li>
        </ul>
      </nav>
    </footer>
  );
}
