/** The head of a dashboard: its title, what it is filtered by, one range and refresh for all, the next one, full screen. */
import { make } from '../make.js';
import { FilterBar } from './filter-bar.js';

/** Ranges to choose from, as Sentry offers them. */
const RANGES = ['1h', '24h', '7d', '14d', '30d', '90d'];
/** @type {Record<string, string>} */
const UNITS = { m: 'minute', h: 'hour', d: 'day', w: 'week' };

/** Of 16 by 16. */
const ICONS = {
  next: 'M3 3v10l7-5zM13 3v10',
  pause: 'M5.5 3v10M10.5 3v10',
  resume: 'M4 2.5v11l9-5.5z',
  refresh: 'M13.5 8A5.5 5.5 0 1 1 11.7 3.9M13.5 1.8V5h-3.2',
  fullScreen: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  leaveFullScreen: 'M6 2.5V6H2.5M13.5 6H10V2.5M10 13.5V10h3.5M2.5 10H6v3.5',
};

/**
 * @typedef {import('./words.js').Word} Word
 *
 * @typedef {object} Actions
 * @property {(period: string) => void} choose the empty one is the dashboard's own range
 * @property {() => void} refresh
 * @property {() => void} fullScreen
 * @property {() => void} next
 * @property {() => void} pause
 * @property {import('./filter-bar.js').Actions} filters
 *
 * @typedef {object} Shown
 * @property {import('./read.js').Dashboard} dashboard
 * @property {import('./filter-bar.js').Shown} filters
 * @property {string} period what is chosen in place of the dashboard's own range, or empty
 * @property {boolean} isFixed dates are chosen in place of it
 * @property {number} place of all, beginning with 1
 * @property {number} count
 * @property {boolean} rotates
 * @property {boolean} isPaused
 * @property {boolean} isFullScreen
 * @property {string | null} locale
 */

export class Head {
  /** @param {Actions} actions @param {(name: Word) => string} word */
  constructor(actions, word) {
    this.word = word;
    this.title = make('h2', { class: 'title', part: 'title' });
    this.place = make('span', { class: 'place' });
    this.filters = new FilterBar(actions.filters, word);
    /** What there was to choose from when it was filled last. */
    this.choices = '';
    this.select = /** @type {HTMLSelectElement} */ (make('select', { part: 'range' }));
    this.select.addEventListener('change', () => actions.choose(this.select.value));
    this.next = button(actions.next);
    this.pause = button(actions.pause);
    this.refresh = button(actions.refresh);
    this.fullScreen = button(actions.fullScreen);
    const controls = make('div', { class: 'controls' });
    controls.append(this.select, this.pause, this.next, this.refresh, this.fullScreen);
    this.element = make('header', { class: 'head', part: 'head' });
    this.element.append(this.title, this.place, this.filters.element, controls);
  }

  /** @param {Shown} shown */
  show(shown) {
    const { word } = this;
    const { dashboard, place, count, rotates, isPaused, isFullScreen } = shown;
    this.title.textContent = dashboard.title;
    this.title.title = dashboard.title;
    this.place.textContent = count > 1 ? word('place').replace('{place}', String(place)).replace('{count}', String(count)) : '';
    this.filters.show(shown.filters);
    this.#showRanges(shown);
    this.next.hidden = count < 2;
    this.pause.hidden = !rotates;
    this.#name(this.next, 'next');
    this.#name(this.pause, isPaused ? 'resume' : 'pause');
    this.#name(this.refresh, 'refresh');
    this.#name(this.fullScreen, isFullScreen ? 'leaveFullScreen' : 'fullScreen');
    this.fullScreen.hidden = !document.fullscreenEnabled;
  }

  /** @param {HTMLElement} control @param {keyof typeof ICONS} name */
  #name(control, name) {
    const text = this.word(name);
    if (control.title === text) return;
    control.title = text;
    control.setAttribute('aria-label', text);
    control.replaceChildren(icon(ICONS[name]));
  }

  /** @param {Shown} shown */
  #showRanges({ dashboard, period, isFixed, locale }) {
    this.select.setAttribute('aria-label', this.word('range'));
    const own = dashboard.period ?? (dashboard.start && dashboard.end ? '' : '14d');
    const saved = this.word('saved').replace('{range}', own ? spanOf(own, locale) : this.word('fixed'));
    const others = [...new Set([...RANGES, period])].filter((one) => one && one !== own);
    const options = [new Option(saved, ''), ...others.map((one) => new Option(spanOf(one, locale), one))];
    const chosen = isFixed ? null : period === own ? '' : period;
    if (isFixed) options.unshift(new Option(this.word('fixed'), 'fixed'));
    const choices = options.map(({ text, value }) => `${text} ${value}`).join('\n');
    // A list that is open closes where it is filled again.
    if (this.choices !== choices) this.select.replaceChildren(...options);
    this.choices = choices;
    this.select.value = chosen ?? 'fixed';
  }
}

/** @param {() => void} action */
function button(action) {
  const made = make('button', { type: 'button' });
  made.addEventListener('click', action);
  return made;
}

/** @param {string} path */
function icon(path) {
  const [svg, line] = ['svg', 'path'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag));
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

/** `24h` in the viewer's language; what is no such range, as it is. @param {string} period @param {string | null} locale */
function spanOf(period, locale) {
  const [, amount, unit] = /^(\d+)([mhdw])$/.exec(period) ?? [];
  if (!amount) return period;
  try {
    return new Intl.NumberFormat(locale || undefined, { style: 'unit', unit: UNITS[unit], unitDisplay: 'long' }).format(Number(amount));
  } catch {
    return period;
  }
}
