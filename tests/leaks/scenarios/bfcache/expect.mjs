/**
 * A page that was kept follows what was chosen elsewhere meanwhile: it opens nothing after a refusal, and not twice what was open.
 */
import { until } from "../../visits.mjs";

const ALL = ["analytics/t.js", "embeds/i.gif"];

/** Leaves for another page, chooses there, and comes back; whether the page was kept. */
async function roundTrip(visits, view, state) {
  await visits.evaluate(() => addEventListener("pageshow", (event) => (window.kept = event.persisted), { once: true }));
  await visits.open("/away", false);
  await visits.evaluate((value) => {
    document.cookie = `cs=${value}; Path=/`;
    localStorage.cs = value;
  }, state);
  await visits.back();
  visits.view = view;
  return until(() => visits.evaluate(() => window.kept), Boolean, 1500);
}

const late = (address) => {
  document.querySelector("main").innerHTML = `<img data-cs-purpose="embeds" data-cs-src="${address}" alt="">`;
};

export default {
  async visit(visits, { pages }, t) {
    await visits.visitor(pages);
    await visits.open();
    let { view } = visits;
    await visits.expect("before a choice", []);
    const kept = await roundTrip(visits, view, visits.state(""));
    await visits.expect("on the way back after a refusal elsewhere", []);
    await visits.driver.fresh();
    if (!kept) return t.skip("this engine kept no page here");

    await visits.visitor(pages);
    await visits.open();
    await visits.click("accept");
    await visits.expect("after accepting", ALL);
    ({ view } = visits);
    const address = await visits.evaluate(() => document.querySelector("img").src.replace("i.gif", "late.gif"));
    await roundTrip(visits, view, visits.state("analytics"));
    await visits.evaluate(late, address);
    await visits.expect("on the way back after one purpose was closed elsewhere", ALL);
    await visits.driver.fresh();
  },
};
