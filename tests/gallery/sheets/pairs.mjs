/** One chart twice, ours and another library's, with nothing beside the drawing that tells which is which. */
import { putPeer, widgetOf } from '../card.mjs';
import { cases } from '../cases.mjs';
import * as echarts from '../echarts.mjs';
import * as uplot from '../uplot.mjs';

const PEERS = { echarts, uplot };

/** @param {HTMLElement} main @param {{theme: import('../card.mjs').Theme, name: string, peer: 'echarts' | 'uplot', ours: 'left' | 'right'}} options */
export async function draw(main, { theme, name, peer, ours }) {
  const shown = cases().find((one) => one.name === name);
  const { config, response, range, attributes, width, height } = shown;
  const element = widgetOf({ width, height, attributes: { ...attributes, menu: 'none' }, theme, config, range, response });
  main.append(element);
  await element.settled();
  const card = putPeer(main, shown, theme, PEERS[peer].draw);
  if (ours === 'right') main.prepend(card);
}
