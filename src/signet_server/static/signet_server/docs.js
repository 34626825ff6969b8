// Swagger UI's own script has put its handle into `ui`.
const button = document.getElementById("sign-in");
const status = document.getElementById("signed-in");

button.addEventListener("click", async () => {
  const { url, username, password } = button.dataset;
  button.disabled = true;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ username, password }),
    });
    if (!response.ok) {
      throw new Error(`the service answered ${response.status}`);
    }
    const { access } = await response.json();
    ui.preauthorizeApiKey("jwtAuth", access);
    status.textContent = `Signed in as ${username} for five minutes. “Try it out” sends the token.`;
  } catch (error) {
    status.textContent = `Could not sign in: ${error.message}.`;
  } finally {
    button.disabled = false;
  }
});
