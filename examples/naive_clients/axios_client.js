// The client that tutorials print: the tokens in localStorage, and a response interceptor that refreshes on a 401 and
// keeps the access token of the answer. With `keepBoth`, it keeps the refresh token of an answer that has one, too.
// Both make a refresh for each request that was refused. See README.md for what becomes of them, and what to use instead.

export function createClient(axios, baseURL, { onSignedOut = () => {}, keep = keepAccess } = {}) {
  const api = axios.create({ baseURL });

  api.interceptors.request.use((config) => {
    const access = localStorage.getItem("access");
    if (access) config.headers.Authorization = `Bearer ${access}`;
    return config;
  });

  api.interceptors.response.use(
    (response) => response,
    async (error) => {
      const request = error.config;
      if (error.response?.status !== 401 || request._retry) throw error;
      request._retry = true;
      try {
        const { data } = await axios.post(`${baseURL}token/refresh/`, { refresh: localStorage.getItem("refresh") });
        keep(data);
      } catch (refused) {
        localStorage.removeItem("access");
        localStorage.removeItem("refresh");
        onSignedOut();
        throw refused;
      }
      return api(request);
    },
  );

  api.signIn = async (username, password) => {
    const { data } = await axios.post(`${baseURL}token/`, { username, password });
    keepBoth(data);
  };

  return api;
}

function keepAccess(data) {
  localStorage.setItem("access", data.access);
}

export function keepBoth(data) {
  localStorage.setItem("access", data.access);
  if (data.refresh) localStorage.setItem("refresh", data.refresh);
}
