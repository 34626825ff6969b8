"""The endpoints, and a page as people write it."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tests.projects.identities import urls as of_identities

PAGE: Final = """<!doctype html>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<title>Shop</title>
<p id="said"></p>
<script>
let access = null
const say = text => { document.getElementById("said").textContent = text }
async function send(method, path, body) {
    const headers = {"Content-Type": "application/json"}
    if (access) headers.Authorization = `Bearer ${access}`
    const answer = await fetch(`/api/${path}`, {method, headers, body: body && JSON.stringify(body)})
    return {status: answer.status, ...(answer.status === 204 ? {} : {body: await answer.json()})}
}
async function resume() {
    const answer = await send("POST", "browser/token/refresh/", {})
    access = answer.status === 200 ? answer.body.access : null
    return answer.status === 200 ? (await send("GET", "users/me/")).body.email : "nobody"
}
async function signInWithPassword(username, password) {
    access = (await send("POST", "browser/token/", {username, password})).body.access
}
async function go(provider, body) {
    const answer = await send("POST", `browser/identities/${provider}/start/`, body)
    if (answer.status === 200) location.href = answer.body.url
    return answer
}
function goForToken(issuer, client) {
    const nonce = crypto.randomUUID()
    sessionStorage.setItem("nonce", nonce)
    const said = {client_id: client, response_type: "id_token", scope: "openid email", nonce, state: "x"}
    location.href = `${issuer}/auth?${new URLSearchParams({...said, redirect_uri: `${location.origin}/`})}`
}
const signInWithToken = id_token =>
    send("POST", "browser/identities/token-only/token/", {id_token, nonce: sessionStorage.getItem("nonce")})
async function arrive() {
    const said = new URLSearchParams(location.hash.slice(1))
    history.replaceState(null, "", "/")
    if (said.has("id_token")) {
        window.idToken = said.get("id_token")
        const answer = await signInWithToken(window.idToken)
        return answer.status === 200 ? `signed in as ${await resume()}` : `refused: ${answer.body.code}`
    }
    if (said.has("error")) return `refused: ${said.get("error")}`
    return `${said.has("linked") ? "linked" : "signed in"} as ${await resume()}`
}
if (location.hash) arrive().then(say)
else say("ready")
</script>
"""


def page(request: HttpRequest) -> HttpResponse:
    """Ours."""
    return HttpResponse(PAGE)


urlpatterns = [
    *of_identities.urlpatterns,
    path("api/", include("drf_signet.sessions.browser.urls")),
    path("", page),
]
