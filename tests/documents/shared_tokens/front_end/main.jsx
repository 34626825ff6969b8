// The front end of the tutorial: axios with an interceptor, the access token in memory, the refresh token in a cookie.

import axios from "axios";
import { createElement as h, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";

const { api: API, orders: ORDERS } = window.ADDRESSES;
const api = axios.create({ baseURL: API, withCredentials: true });
let accessToken = null;

api.interceptors.request.use((config) => {
  if (accessToken) config.headers.Authorization = `Bearer ${accessToken}`;
  return config;
});

api.interceptors.response.use(
  (response) => response,
  async (error) => {
    const request = error.config;
    if (error.response?.status !== 401 || request._retry || request.url.includes("token/")) throw error;
    request._retry = true;
    await refresh();
    return api(request);
  },
);

async function refresh() {
  const { data } = await api.post("token/refresh/");
  accessToken = data.access;
  return claims();
}

function claims() {
  const bytes = atob(accessToken.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (one) => one.charCodeAt(0))));
}

function Fields({ names, label, onSend }) {
  const send = (event) => {
    event.preventDefault();
    onSend(Object.fromEntries(new FormData(event.target)));
  };
  const fields = names.map((name) => h("input", { key: name, name, placeholder: `${label} ${name}` }));
  return h("form", { onSubmit: send }, ...fields, h("button", null, label));
}

function App() {
  const [user, setUser] = useState(null);
  const [message, setMessage] = useState("");
  const tell = (error) => setMessage(error.response?.data.detail ?? JSON.stringify(error.response?.data ?? String(error)));

  useEffect(() => {
    const key = new URLSearchParams(location.hash.slice(1)).get("activate");
    if (key) {
      const opened = () => setMessage("Your account is open.");
      api.post("users/activation/", { token: key }).then(opened, tell);
    }
    refresh().then(setUser, () => setMessage((before) => before || "Nobody is signed in."));
  }, []);

  const signUp = (data) => api.post("users/", data).then(({ data }) => setMessage(data.detail), tell);
  const signIn = async (credentials) => {
    try {
      accessToken = (await api.post("token/", credentials)).data.access;
      setUser(claims());
      setMessage("");
    } catch (error) {
      tell(error);
    }
  };
  const signOut = async () => {
    await api.post("logout/");
    accessToken = null;
    setUser(null);
    setMessage("Signed out.");
  };
  const show = (url) => () => api.get(url).then(({ data }) => setMessage(JSON.stringify(data)), tell);

  const signedIn = () => [
    h("h1", { key: "hello" }, `Hello, ${user.first_name} ${user.last_name} (${user.email})`),
    h("button", { key: "profile", onClick: show("profile/") }, "Profile"),
    h("button", { key: "orders", onClick: show(ORDERS) }, "Orders"),
    h("button", { key: "out", onClick: signOut }, "Sign out"),
  ];
  const names = ["username", "email", "first_name", "last_name", "password"];
  const signedOut = () => [
    h(Fields, { key: "up", names, label: "Sign up", onSend: signUp }),
    h(Fields, { key: "in", names: ["username", "password"], label: "Sign in", onSend: signIn }),
  ];
  return h("main", null, user ? signedIn() : signedOut(), h("p", { role: "status" }, message));
}

createRoot(document.getElementById("root")).render(h(App));
