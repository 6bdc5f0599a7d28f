/** Draws what is pasted. What is typed is text and stays text: it goes to the module, and its errors come back as text. */
import { cases } from '../../tests/gallery/cases.mjs';

/** As long as a person takes from key to key. */
const PAUSE_MS = 300;
const EXAMPLES = cases();

/** @template {Element} T @param {string} selector @param {new (...given: any[]) => T} type @returns {T} */
function find(selector, type) {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`The page has no ${selector}.`);
  return found;
}

const [config, answer] = ['#config', '#answer'].map((selector) => find(selector, HTMLTextAreaElement));
const [configProblem, answerProblem] = ['#config-problem', '#answer-problem'].map((selector) => find(selector, HTMLElement));
const [example, theme] = ['[name=example]', '[name=theme]'].map((selector) => find(selector, HTMLSelectElement));
const chart = /** @type {import('../element/index.js').EventsStatsWidget} */ (document.querySelector('events-stats-widget'));

example.append(...EXAMPLES.map(({ name }, index) => new Option(name, String(index))));
example.addEventListener('change', () => show(EXAMPLES[Number(example.value)]));
theme.addEventListener('change', () => chart.setAttribute('theme', theme.value));

/** Fields that hold no JSON, and say so. @type {Set<HTMLTextAreaElement>} */
const unread = new Set();

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
for (const field of [config, answer]) {
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(draw, PAUSE_MS);
  });
}
for (const name of ['events-stats-load', 'events-stats-error']) chart.addEventListener(name, tell);

// Beside the page, and not of the bundle.
const shell = './package/inline.js';
await import(shell);
show(EXAMPLES[0]);

/** @param {import('../../tests/gallery/cases.mjs').Case} shown */
function show({ config: configured, response }) {
  config.value = JSON.stringify(configured, null, 2);
  answer.value = JSON.stringify(response);
  draw();
}

function draw() {
  const [widget, body] = [read(config, configProblem), read(answer, answerProblem)];
  // What cannot be read leaves what was shown before. An answer is never taken away: the widget would ask for one.
  if (widget !== undefined) chart.config = /** @type {any} */ (widget);
  if (body !== undefined) {
    chart.range = rangeOf(body);
    chart.response = new TextEncoder().encode(answer.value);
  }
  void chart.settled().then(tell);
}

/**
 * What a field holds, or undefined: then the reason stands beside it.
 * @param {HTMLTextAreaElement} field @param {HTMLElement} problem
 * @returns {unknown}
 */
function read(field, problem) {
  try {
    const value = JSON.parse(field.value);
    unread.delete(field);
    say(field, problem, '');
    return value;
  } catch (error) {
    unread.add(field);
    say(field, problem, field.value.trim() ? `This is not JSON: ${/** @type {Error} */ (error).message}` : 'Paste JSON here.');
    return undefined;
  }
}

/** What the widget has to say of it. */
function tell() {
  const error = chart.error;
  const isOfConfig = error?.code === 'config';
  if (!unread.has(config)) say(config, configProblem, error && isOfConfig ? error.message : '');
  if (!unread.has(answer)) say(answer, answerProblem, error && !isOfConfig ? error.message : '');
}

/** @param {HTMLTextAreaElement} field @param {HTMLElement} problem @param {string} text */
function say(field, problem, text) {
  // Said once: a screen reader reads what changes.
  if (problem.textContent !== text) problem.textContent = text;
  field.setAttribute('aria-invalid', String(text !== ''));
}

/** The range that an answer is of, where it says so: itself, or the first of its groups. @param {any} body */
function rangeOf(body) {
  const part = [body, ...Object.values(body ?? {})].find((each) => Number.isFinite(each?.start) && Number.isFinite(each?.end));
  if (!part) return null;
  const [start, end] = [part.start, part.end].map((seconds) => new Date(seconds * 1000));
  return Number.isNaN(start.getTime()) || Number.isNaN(end.getTime()) || start >= end ? null : { start, end };
}
