// The client that tutorials print: the tokens in localStorage, and a response interceptor that refreshes on a 401.
// It works with Signet, and makes a refresh for each request that was refused. See README.md for what to use instead.

export function createClient(axios, baseURL, { onSignedOut = () => {} } = {}) {
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
    keep(data);
  };

  return api;
}

function keep({ access, refresh }) {
  localStorage.setItem("access", access);
  if (refresh) localStorage.setItem("refresh", refresh);
}
