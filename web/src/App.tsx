import { t } from "@lingui/core/macro";
import { useAuth } from "drf-signet-client/react";
import { Account } from "./account/Account";
import { Arrived } from "./arrival/Arrived";
import { ForgotPassword } from "./doors/ForgotPassword";
import { Landing } from "./doors/Landing";
import { LostSession } from "./doors/LostSession";
import { MailedCode } from "./doors/MailedCode";
import { MailedLink } from "./doors/MailedLink";
import { SignIn } from "./doors/SignIn";
import { SignUp } from "./doors/SignUp";
import { Home } from "./home/Home";
import { Footer } from "./layout/Footer";
import { MemberHeader } from "./layout/MemberHeader";
import { Nowhere } from "./layout/Nowhere";
import { VisitorHeader } from "./layout/VisitorHeader";
import { Requests } from "./requests/Requests";
import { type View, viewAt } from "./routes";
import { type News, useSessionNews } from "./session/useSessionNews";
import { Sessions } from "./sessions/Sessions";
import { useSite } from "./site";
import { TheftView } from "./theft/TheftView";
import { Inspector } from "./token/Inspector";
import { useHash } from "./useHash";

export function App() {
  const { auth } = useSite();
  const { status, user } = useAuth(auth);
  const { news, notice } = useSessionNews(auth);
  const view = viewAt(useHash(), status === "authenticated");
  return (
    <>
      <p className="notice" role="status">
        {status === "loading" ? t`Checking whether you are signed in…` : notice}
      </p>
      {status === "authenticated" && user && (
        <>
          <MemberHeader view={view} username={user.username} />
          <main key={user.sid}>
            <MemberView view={view} news={news} />
          </main>
        </>
      )}
      {status === "anonymous" && (
        <>
          <VisitorHeader view={view} />
          <main>
            <LostSession />
            <VisitorView view={view} />
          </main>
        </>
      )}
      <Footer />
    </>
  );
}

function MemberView({ view, news }: { view: View; news: News[] }) {
  switch (view) {
    case "requests":
      return <Requests />;
    case "token":
      return <Inspector key="mine" isSignedIn />;
    case "sessions":
      return <Sessions />;
    case "theft":
      return <TheftView />;
    case "account":
      return <Account />;
    case "arrival":
      return <Arrived />;
    case "link":
      return <MailedLink />;
    case "nowhere":
      return <Nowhere />;
    default:
      return <Home news={news} />;
  }
}

function VisitorView({ view }: { view: View }) {
  const { page } = useSite();
  switch (view) {
    case "sign-up":
      return <SignUp />;
    case "forgot-password":
      return <ForgotPassword />;
    case "code":
      return page.hasCodes ? <MailedCode /> : <SignIn />;
    case "arrival":
      return <Arrived />;
    case "link":
      return <MailedLink />;
    case "token":
      return <Inspector key="any" isSignedIn={false} />;
    case "nowhere":
      return <Nowhere />;
    default:
      return page.demo ? <Landing /> : <SignIn />;
  }
}
