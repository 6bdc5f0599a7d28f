/**
 * The words in an element before the module runs, and after it has stopped. Built from the
 * same classes and parts as the module's own messages, so that nothing shifts.
 */
import { make } from './make.js';
import { wordOf } from './options.js';
import { styleSheets } from './styles.js';

/** @param {ShadowRoot} root */
export function adoptStyles(root) {
  root.adoptedStyleSheets = styleSheets(root.ownerDocument);
}

/**
 * An empty frame of the final size, while the module is on its way. What the page put into
 * the element itself serves as fallback until there is something to show.
 * @param {ShadowRoot} root
 */
export function showLoading(root) {
  root.replaceChildren(frame('loading', make('span', { class: 'spinner' })));
}

/**
 * @param {ShadowRoot} root
 * @param {Error} error
 * @param {(() => void) | null} retry
 */
export function showFailure(root, error, retry) {
  const parts = [
    make('p', { class: 'what' }, wordOf('cannotShow', 'This chart cannot be shown')),
    make('p', { class: 'why' }, error.message),
  ];
  if (retry) {
    const button = make('button', { class: 'retry', type: 'button' }, wordOf('retry', 'Retry'));
    button.addEventListener('click', retry, { once: true });
    parts.push(button);
  }
  root.replaceChildren(frame('error', ...parts));
}

/** @param {'loading' | 'error'} state @param {HTMLElement[]} children */
function frame(state, ...children) {
  const message = make('div', { class: 'message', part: 'message', role: state === 'error' ? 'alert' : 'status' });
  message.append(make('slot'), ...children);
  const body = make('div', { class: 'body' });
  body.append(message);
  const widget = make('div', { class: 'widget', 'data-state': state });
  widget.append(body);
  return widget;
}
