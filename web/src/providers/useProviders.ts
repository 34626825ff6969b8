import { useEffect, useState } from "react";
import { useSite } from "../site";

export interface Provider {
  id: string;
  name: string;
}

/** The providers with which people can sign in; none until they are known, and where the service can't say. */
export function useProviders(): Provider[] {
  const { service } = useSite();
  const [providers, setProviders] = useState<Provider[]>([]);

  useEffect(() => {
    let isGone = false;
    void service.asVisitor<Provider[]>("GET", "identities/providers/").then((answer) => {
      if (answer.ok && !isGone) setProviders(answer.data);
    });
    return () => {
      isGone = true;
    };
  }, [service]);

  return providers;
}
