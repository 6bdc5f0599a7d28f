import { configure } from 'http://127.0.0.1:8080/package/index.js';

configure({ baseUrl: 'http://127.0.0.1:8080/', org: 'demo' });

const widgets = [...document.querySelectorAll('events-stats-widget')];
const status = document.querySelector('#status');

for (const widget of widgets) {
  widget.setAttribute('stats-period', '24h');
  widget.setAttribute('refresh', '60');
}

/** One line for all of them: what is wrong, or when all of it was true. */
function tell() {
  const failed = widgets.filter(({ state }) => state === 'error' || state === 'stale');
  const time = new Date().toLocaleTimeString();
  status.textContent = failed.length === 0 ? `As of ${time}` : `${failed.length} of ${widgets.length} could not be brought up to date at ${time}`;
}

document.addEventListener('events-stats-load', tell);
document.addEventListener('events-stats-error', tell);
