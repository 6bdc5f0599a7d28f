/**
 * What pages tell of their widgets, for `/metrics`: in which state each refresh left its widget. Counted as it passes through the
 * relay; who else may post there may count as well, so a line counts for little and only under names that are known here.
 */

const REFRESHES = 'widget.task.executions';
const LINE = /^([^:]+):([^|]+)\|c(?:\|@([^|]+))?(?:\|#(.*))?$/;
/** A page counts one by one; of a page that keeps a share of its metrics, a line stands for several. */
const MOST_OF_A_LINE = 1000;
/** After these nothing stays on the screen: it is no longer the viewer's to see. */
const HIDING = new Set(['unauthorized', 'forbidden']);

/** @typedef {'ready' | 'stale' | 'error'} State as the element has them; one without data in its range is `ready` here, too */

/** @param {Map<string, string>} tags of a refresh @returns {State | null} */
function stateOf(tags) {
  const success = tags.get('success');
  if (success === 'true') return 'ready';
  if (success !== 'false') return null;
  // What was shown before stays, and says that it is old.
  return tags.get('task_type') === 'repeat' && !HIDING.has(tags.get('error_type') ?? '') ? 'stale' : 'error';
}

export class WidgetStates {
  /** @type {Record<State, number>} */
  counts = { ready: 0, stale: 0, error: 0 };

  /** @param {string} prefix before the names of the module's metrics */
  constructor(prefix) {
    this.name = prefix + REFRESHES;
  }

  /** @param {string} line of DogStatsD that was let through */
  note(line) {
    const [, name, value, rate = '1', tags = ''] = LINE.exec(line) ?? [];
    if (name !== this.name) return;
    const known = new Map(tags.split(',').map((tag) => [tag.slice(0, tag.indexOf(':')), tag.slice(tag.indexOf(':') + 1)]));
    const state = known.get('task_name') === 'refresh' ? stateOf(known) : null;
    const amount = Number(value) / Number(rate);
    if (state !== null && amount > 0 && amount <= MOST_OF_A_LINE) this.counts[state] += amount;
  }

  /** @returns {import('../operations/metrics.js').Figure} */
  get figure() {
    return {
      name: 'widget_refreshes_total', help: 'Refreshes that pages reported through the relay, by the state in which each left its widget.', kind: 'counter',
      label: 'state', values: () => this.counts,
    };
  }
}
