// Numbers, sizes, ages and times as words. Every function answers "–" for what is not known.

const NONE = "–";

const grouped = new Intl.NumberFormat("en-US");
const SIZES = ["B", "KB", "MB", "GB", "TB", "PB"];

/** A count with thousands set apart: 1,234,567. */
export function count(n) {
  return n == null ? NONE : grouped.format(n);
}

/** A short number for tight places: 999, 12.3k, 4.1M. */
export function short(n) {
  if (n == null) return NONE;
  const size = Math.abs(n);
  if (size < 10000) return grouped.format(Math.round(n));
  if (size < 1e6) return (n / 1e3).toFixed(size < 1e5 ? 1 : 0) + "k";
  if (size < 1e9) return (n / 1e6).toFixed(size < 1e8 ? 1 : 0) + "M";
  return (n / 1e9).toFixed(1) + "G";
}

/** What happens in a second: 0, 0.4, 12.5, 1,250, 12.3k. */
export function rate(n) {
  if (n == null) return NONE;
  if (n === 0) return "0";
  if (n < 0.1) return "<0.1";
  return n < 100 ? n.toFixed(1) : short(n);
}

/** A size in bytes, in steps of 1,024. */
export function bytes(n) {
  if (n == null) return NONE;
  let step = 0;
  let left = n;
  while (left >= 1024 && step < SIZES.length - 1) {
    left /= 1024;
    step++;
  }
  return (step === 0 || left >= 100 ? Math.round(left) : left.toFixed(1)) + " " + SIZES[step];
}

/** A length of time, given in seconds, in its two largest useful units at most. */
export function span(seconds) {
  if (seconds == null) return NONE;
  const s = Math.max(0, seconds);
  if (s < 1) return Math.round(s * 1000) + " ms";
  if (s < 10) return s.toFixed(1) + " s";
  if (s < 120) return Math.floor(s) + " s";
  if (s < 7200) return Math.floor(s / 60) + " min";
  if (s < 172800) return Math.floor(s / 3600) + " h";
  return Math.floor(s / 86400) + " d";
}

/** How long ago a moment was, coarse enough not to flicker. */
export function ago(millis, now) {
  if (millis == null) return NONE;
  const s = Math.max(0, (now - millis) / 1000);
  return s < 2 ? "just now" : span(Math.floor(s)).replace(".0", "") + " ago";
}

const two = n => String(n).padStart(2, "0");
const three = n => String(n).padStart(3, "0");

/** A moment in the viewer's zone: 2026-12-01 12:03:04. */
export function moment(millis, fine) {
  if (millis == null || millis < 0) return NONE;
  const t = new Date(millis);
  if (isNaN(t)) return NONE;
  const day = t.getFullYear() + "-" + two(t.getMonth() + 1) + "-" + two(t.getDate());
  const time = two(t.getHours()) + ":" + two(t.getMinutes()) + ":" + two(t.getSeconds());
  return day + " " + time + (fine ? "." + three(t.getMilliseconds()) : "");
}

/** Only the time of day of a moment in the viewer's zone. */
export function clock(millis) {
  return moment(millis).slice(11);
}

/** The same moment in UTC, as ISO 8601. */
export function utc(millis) {
  if (millis == null) return "";
  const t = new Date(millis);
  return isNaN(t) ? "" : t.toISOString();
}

/** "1 file", "2 files". */
export function many(n, one, more) {
  return count(n) + " " + (n === 1 ? one : more || one + "s");
}
