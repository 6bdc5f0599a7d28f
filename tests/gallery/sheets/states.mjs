/** One display type in every state and at every size. */
import { widgetOf } from '../card.mjs';
import { givenOf, KINDS, STATES } from '../states.mjs';

const SIZES = [[562, 300], [320, 200], [200, 120], [160, 80]];
/** Longer than what a chart waits before it says that it is loading. */
const LONG_MS = 3000;

/** @param {HTMLElement} main @param {{theme: import('../card.mjs').Theme, kind: string}} options */
export async function draw(main, { theme, kind: name }) {
  const kind = KINDS.find((kind) => kind.name === name);
  const last = [];
  const settled = [];
  for (const state of STATES.filter(({ isChart }) => !isChart || kind.level !== undefined)) {
    const section = document.createElement('section');
    section.className = 'state';
    section.append(Object.assign(document.createElement('h2'), { textContent: `${kind.name}: ${state.name}` }));
    main.append(section);
    const put = () => SIZES.map(([width, height]) => {
      const element = widgetOf({ width, height, theme, ...givenOf(kind, state) });
      section.append(element);
      return element;
    });
    if (state.isLast) {
      last.push(put);
      continue;
    }
    for (const element of put()) settled.push(state.isOpen && !state.act ? undefined : element.settled().then(() => state.act?.(element)));
  }
  await Promise.all(settled);
  await new Promise((resolve) => setTimeout(resolve, LONG_MS));
  return () => Promise.all(last.flatMap((put) => put()).map(() => new Promise(requestAnimationFrame)));
}
