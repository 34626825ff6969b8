// Swagger UI, in a layout of ours: one <main>, which the page has already, and headings in order.

const place = document.getElementById("swagger-ui");
const texts = JSON.parse(document.getElementById("texts").textContent);

const layout = ({ React }) => {
  const tag = React.createElement;
  return {
    components: {
      SignetLayout({ getComponent, specSelectors }) {
        const get = (name) => getComponent(name, true);
        const Errors = get("errors");
        if (!specSelectors.specStr() || specSelectors.loadingStatus() !== "success") return tag(Errors);
        return tag(
          "div",
          { className: "swagger-ui" },
          tag(getComponent("SvgAssets")),
          tag(Errors),
          tag("div", { className: "top" }, tag(get("InfoContainer")), tag(get("AuthorizeBtnContainer"))),
          tag("h2", { className: "unseen" }, texts.endpoints),
          tag(get("operations")),
          tag("h3", { className: "unseen" }, texts.shapes),
          tag(get("Models")),
        );
      },
    },
  };
};

const { promise: completed, resolve: complete } = Promise.withResolvers();

const ui = SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [layout],
  layout: "SignetLayout",
  // On a phone, the list is long enough as it is.
  docExpansion: matchMedia("(max-width: 40rem)").matches ? "none" : "list",
  onComplete: () => {
    complete();
    open();
  },
  displayOperationId: false,
  persistAuthorization: false,
  defaultModelsExpandDepth: 0,
});

// The operation that the address names, as the list of endpoints links to it. Swagger UI's own deep links would put a
// link into each button.
function open() {
  const name = decodeURIComponent(location.hash.slice(1));
  const paths = Object.values(ui.specSelectors.specJson().get("paths").toJS());
  const found = paths.flatMap(Object.values).find(({ operationId }) => operationId === name);
  if (!found) return;
  const [topic] = found.tags;
  ui.layoutActions.show(["operations-tag", topic], true);
  ui.layoutActions.show(["operations", topic, name], true);
  setTimeout(() => document.getElementById(`operations-${topic.replaceAll(" ", "_")}-${name}`)?.scrollIntoView());
}
addEventListener("hashchange", open);

// Swagger UI has a dark look, and leaves it to the page when to show it.
const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", paint);
paint();

const button = document.getElementById("sign-in");
const status = document.getElementById("signed-in");

button?.addEventListener("click", async () => {
  const { url, username, password } = button.dataset;
  button.ariaDisabled = "true";
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ username, password }),
    });
    if (!response.ok) {
      throw new Error(texts.refused.replace("{}", response.status));
    }
    const { access } = await response.json();
    await completed;
    ui.preauthorizeApiKey("jwtAuth", access);
    status.textContent = texts.done.replace("{}", username);
  } catch (error) {
    status.textContent = texts.failed.replace("{}", error.message);
  } finally {
    button.ariaDisabled = "false";
  }
});
