/**
 * A courier's pages in React: a script of a vendor that runs once however one goes about, a map that is there while it is allowed, and a
 * button that leads to the preferences. In: `index.html`. Absent: a router, for which any will do.
 */
import { open } from "countersign";
import { StrictMode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { Allowed, Gate } from "./consent.jsx";

const METRIK = '<script src="https://metrik.example/metrik.js"></script>';

/** The page that the address names, and a way to another. */
function usePage() {
  const named = () => new URLSearchParams(location.search).get("page") ?? "home";
  const [page, setPage] = useState(named);
  useEffect(() => {
    const follow = () => setPage(named());
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, []);
  const go = (event) => {
    event.preventDefault();
    history.pushState(null, "", event.currentTarget.href);
    setPage(named());
  };
  return [page, go];
}

function Track() {
  return (
    <main>
      <h1>Track a parcel</h1>
      <Allowed purpose="maps" otherwise={<p>The map is shown when you allow maps.</p>}>
        <iframe src="https://petaku.example/map.html" title="Where the parcel is" />
      </Allowed>
    </main>
  );
}

function App() {
  const [page, go] = usePage();
  return (
    <>
      <nav>
        <a href="?page=home" onClick={go}>Home</a> <a href="?page=track" onClick={go}>Track</a>
      </nav>
      <Gate purpose="analytics" markup={METRIK} />
      {page === "track" ? <Track /> : <main><h1>Parcels across Malaysia</h1></main>}
      <footer>
        <button type="button" onClick={open}>Privacy choices</button>
      </footer>
    </>
  );
}

createRoot(document.getElementById("root")).render(<StrictMode><App /></StrictMode>);
