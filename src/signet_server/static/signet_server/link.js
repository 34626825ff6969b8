// Follows the link of a mail when its reader says so. The token is in the fragment of the address.

const texts = JSON.parse(document.querySelector("#texts").textContent);
const token = decoded(location.hash.slice(1));
const follow = document.querySelector("#follow");
const again = document.querySelector("#again");
const done = document.querySelector("#done");
const stale = document.querySelector("#stale");
const onward = document.querySelector("#onward");
const ways = document.querySelector("#ways");
const peek = document.querySelector("#peek");
const heading = document.querySelector("h1");

// Some programs write the colon of a token as %3A.
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// What the last endpoint answered, where it had more to say than that all is done.
let answer = {};

// What is wrong: {} where nothing is, otherwise a sentence for each field.
async function send(url, body) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    return { detail: texts.unreachable };
  }
  if (response.ok) {
    answer = response.status === 204 ? {} : await response.json().catch(() => ({}));
    return {};
  }
  const problems = await response.json().catch(() => ({}));
  return Object.keys(problems).length ? problems : { detail: texts.failed };
}

const SUBMIT = "button:not([type])";
const isFine = (problems) => Object.keys(problems).length === 0;
const sentence = (value) => [value].flat().join(" ");
const paragraph = (text) => Object.assign(document.createElement("p"), { textContent: text });

// The one message of the page from now on. Readers of the screen hear it, and the Tab key goes on from there.
function conclude(place, text) {
  follow.hidden = true;
  again.hidden = place === done;
  stale.textContent = "";
  place.textContent = text;
  if (place === stale) rename(heading.dataset.stale);
  place.focus();
}

// A page whose link no longer works gets another title.
function rename(title) {
  document.title = document.title.replace(heading.textContent, title);
  heading.textContent = title;
}

function complain(form, problems, field) {
  const input = form.querySelector(`[name="${field}"]`);
  const sentences = [problems[field] ?? problems.detail].flat();
  form.querySelector(".problem").replaceChildren(...sentences.map(paragraph));
  if (field in problems) input?.setAttribute("aria-invalid", "true");
  (input ?? form.querySelector(SUBMIT)).focus();
}

// The problems of *form*, sent once however often the button is pressed. A disabled button would lose the focus.
async function submit(form, more) {
  const button = form.querySelector(SUBMIT);
  if (button.ariaDisabled === "true") return null;
  button.ariaDisabled = "true";
  form.querySelector(".problem").replaceChildren();
  form.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
  const problems = await send(form.dataset.endpoint, { ...more, ...Object.fromEntries(new FormData(form)) });
  button.ariaDisabled = "false";
  return problems;
}

follow.addEventListener("submit", async (event) => {
  event.preventDefault();
  const problems = await submit(follow, { token });
  if (problems === null) return;
  if (isFine(problems)) {
    // A used token need not stay in the history of the browser.
    history.replaceState(null, "", location.pathname);
    const isReset = answer.may_reset_password !== false;
    conclude(done, isReset ? done.dataset.text : done.dataset.textWithoutReset);
    onward.hidden = !isReset;
    ways.hidden = isReset;
  } else if (problems.token) {
    conclude(stale, sentence(problems.token));
  } else {
    complain(follow, problems, "new_password");
  }
});

again.addEventListener("submit", async (event) => {
  event.preventDefault();
  const problems = await submit(again, {});
  if (problems === null) return;
  if (isFine(problems)) conclude(done, texts.sent);
  else complain(again, problems, "email");
});

peek?.addEventListener("click", () => {
  const field = document.querySelector("#new-password");
  [peek.textContent, peek.dataset.text] = [peek.dataset.text, peek.textContent];
  [peek.ariaLabel, peek.dataset.textLabel] = [peek.dataset.textLabel, peek.ariaLabel];
  field.type = field.type === "password" ? "text" : "password";
});

// Another link, opened in the same tab, changes nothing but the fragment.
addEventListener("hashchange", () => location.reload());

if (!token) {
  conclude(stale, texts.incomplete);
} else if (follow.dataset.check) {
  const problems = await send(follow.dataset.check, { token });
  if (problems.token) conclude(stale, sentence(problems.token));
  else follow.hidden = false;
} else {
  follow.hidden = false;
}
