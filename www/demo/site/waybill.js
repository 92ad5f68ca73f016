/**
 * Waybill numbers and the journeys behind them, computed and never looked up.
 *
 * Enters: a number as typed, and the current instant. Leaves: the number in its normal form, or a parcel with its stations.
 * The same number always gives the same parcel. Deliberately absent: requests, storage, real places and real number ranges
 * (three letters in front cannot be a postal item number of UPU S10).
 */

const PLACES = ["Bandar Contoh", "Kampung Wau", "Bukit Tali", "Pekan Layang", "Kota Angin", "Teluk Benang", "Pulau Ekor"];
/** Services as key of strings.json and English name. */
const SERVICES = [
  ["svc.next", "Next day"],
  ["svc.day", "Same day"],
  ["svc.borneo", "Sabah and Sarawak"],
  ["svc.china", "Singapore and China"],
];
const HOUR_MS = 3_600_000;

/** The stages of a journey in order; ids are keys of strings.json. */
export const STAGES = [
  ["stage.label", "Waybill written"],
  ["stage.collected", "Collected from the sender"],
  ["stage.sorted", "Sorted"],
  ["stage.line", "On the road"],
  ["stage.station", "Arrived at the delivery station"],
  ["stage.courier", "With the courier"],
  ["stage.delivered", "Delivered"],
];

/** The Luhn check digit of a string of decimal digits. */
export function checkDigit(digits) {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const doubled = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

/** `WAU` and eight digits without spaces, or undefined where the form or the check digit is wrong. */
export function parseWaybill(typed) {
  const match = /^WAU([0-9]{7})([0-9])$/.exec(typed.toUpperCase().replace(/[\s-]/g, ""));
  return match && checkDigit(match[1]) === match[2] ? match[0] : undefined;
}

/** `WAU 1234 5678`, as it is printed on the label. */
export function formatWaybill(number) {
  return `${number.slice(0, 3)} ${number.slice(3, 7)} ${number.slice(7)}`;
}

/** A new number with a valid check digit, from seven random digits. */
export function newWaybill() {
  const digits = String(crypto.getRandomValues(new Uint32Array(1))[0] % 10_000_000).padStart(7, "0");
  return `WAU${digits}${checkDigit(digits)}`;
}

/** The parcel behind a number: where from and to, service, weight in kilograms, and its events, newest first. */
export function journey(number, now) {
  const seed = Number(number.slice(3));
  const pick = (list, divisor) => list[Math.floor(seed / divisor) % list.length];
  const from = pick(PLACES, 7);
  const others = PLACES.filter((place) => place !== from);
  const to = pick(others, 131);
  const via = pick(others.filter((place) => place !== to), 17);
  const done = 2 + (Math.floor(seed / 10) % (STAGES.length - 1));
  const where = [from, from, from, via, to, to, to];

  let at = now.getTime() - (seed % 90) * 60_000;
  const events = [];
  for (let stage = done - 1; stage >= 0; stage -= 1) {
    events.push({ stage, place: where[stage], at: new Date(at) });
    at -= (1.5 + ((seed >> stage) % 7)) * HOUR_MS;
  }
  return {
    number,
    from,
    to,
    service: pick(SERVICES, 1009),
    weightKg: ((seed % 120) + 5) / 10,
    done,
    events,
    due: new Date(events[0].at.getTime() + (STAGES.length - done) * 4 * HOUR_MS),
  };
}
