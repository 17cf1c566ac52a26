// The same report as one text message, for when there is no data line: “灾 3 玉山村 伤2 困12 转40”.

const LETTERS = [
  ["deaths", "死"],
  ["missing", "失"],
  ["seriously_injured", "重"],
  ["slightly_injured", "伤"],
  ["trapped", "困"],
  ["relocated", "转"],
];
const LONGEST = 70;

export function composed({ code, place, figures }) {
  const people = LETTERS.filter(
    ([name]) => Number.isFinite(Number(figures[name] ?? Number.NaN)) && figures[name] !== null,
  );
  const told = people.map(([name, letter]) => `${letter}${figures[name]}`).join(" ");
  const head = `灾 ${code || "0"} `;
  const room = LONGEST - head.length - told.length - 1;
  // The village matters more than the province: a long name is cut from the left. Spaces would end it.
  const where = (place || "").replace(/[\s,，、;；#]+/g, "").slice(-Math.max(0, room));
  return `${head}${where} ${told}`.trim();
}

export function smsLink(text, number = "") {
  const apple = /iPhone|iPad|iPod/.test(navigator.userAgent);
  return `sms:${number}${apple ? "&" : "?"}body=${encodeURIComponent(text)}`;
}
