/** The element, by its public interface: it takes the bytes as they are. */
import { init } from '/package/index.js';

export const ready = init();

const FORMS = { line: 'line', area: 'area', bar: 'bar' };

export async function mount(host, bytes, { form, range, group }) {
  const element = document.createElement('events-stats-widget');
  element.style.height = '300px';
  element.setAttribute('widget-id', '1');
  if (group) element.setAttribute('group', group);
  element.config = {
    id: '1', title: '', displayType: FORMS[form], limit: 10, interval: '1m',
    queries: [{ name: '', aggregates: ['count()'], columns: ['title', 'project'], fields: ['title', 'project', 'count()'], conditions: '', orderby: '-count()' }],
  };
  element.range = range;
  // The element may keep what it is given.
  element.response = bytes.slice();
  host.append(element);
  for (let turn = 0; turn < 50 && !element.shadowRoot.querySelector('canvas'); turn += 1) await null;
  element.flush();
  if (element.state !== 'ready') throw new Error(`the widget is ${element.state}: ${element.error?.message}`);
  return element;
}

export function refresh(element, bytes) {
  element.response = bytes.slice();
  element.flush();
}

export const unmount = (element) => element.remove();
export const canvases = (host) => [...host.querySelectorAll('events-stats-widget')].flatMap((element) => [...element.shadowRoot.querySelectorAll('canvas')]);
export const moveEvent = 'pointermove';
export const hoverTarget = (element) => element.shadowRoot.querySelector('[part~=chart]');
export const valuesText = (element) => ['tooltip', 'chip'].map((part) => element.shadowRoot.querySelector(`[part~=${part}]`)?.textContent ?? '').join(' ');
