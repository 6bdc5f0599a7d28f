/** Each chart three times in a row, ours first. */
import { putPeer, widgetOf } from '../card.mjs';
import { cases } from '../cases.mjs';
import * as echarts from '../echarts.mjs';
import * as uplot from '../uplot.mjs';

/** @param {HTMLElement} main @param {{theme: import('../card.mjs').Theme}} options */
export async function draw(main, { theme }) {
  for (const shown of cases()) {
    const { config, response, range, attributes, width, height, isAlone = false } = shown;
    const element = widgetOf({ width, height, attributes, theme, config, range, response });
    main.append(element);
    await element.settled();
    if (isAlone) main.append(document.createElement('i'), document.createElement('i'));
    else for (const { draw } of [uplot, echarts]) putPeer(main, shown, theme, draw);
  }
}
