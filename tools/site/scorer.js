// The search of Sphinx sorts equal scores by title, and titles of decisions begin with a number.
// Readers look for a task or a name first, so those pages come before the history of the project.
const WEIGHTS = [
  [/^(how-to|reference)\//, 6],
  [/^tutorial\//, 3],
  [/^(decisions|examples)\/|^(changelog|contributing|compat)$|benchmarks/, -20],
];

const WORDS = (new URLSearchParams(location.search).get("q") ?? "").toLowerCase().match(/\w{3,}/g) ?? [];

var Scorer = {
  score: ([docname, title, , , score]) =>
    WEIGHTS.reduce((sum, [pages, weight]) => sum + (pages.test(docname) ? weight : 0), score) +
    3 * WORDS.filter((word) => title.toLowerCase().includes(word)).length,
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
