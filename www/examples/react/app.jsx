/**
 * A courier's pages in React: a script of a vendor that runs once however one goes about, a map that is there while it is allowed, and a
 * button that leads to the preferences. In: the address. Absent: a router, for which any will do, and whatever brings it into a page.
 */
import { open } from "countersign";
import { useSyncExternalStore } from "react";
import { Allowed, Gate } from "./consent.jsx";

const METRIK = '<script src="https://metrik.example/metrik.js"></script>';

const named = () => new URLSearchParams(location.search).get("page") ?? "home";

function follow(listener) {
  addEventListener("popstate", listener);
  return () => removeEventListener("popstate", listener);
}

function go(event) {
  event.preventDefault();
  history.pushState(null, "", event.currentTarget.href);
  dispatchEvent(new PopStateEvent("popstate"));
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

export function App() {
  const page = useSyncExternalStore(follow, named, () => "home");
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
