/** The packed package in pages of bundlers, without a framework. */
import { suite, test } from 'node:test';
import { BUNDLERS } from './table.mjs';
import { useHost } from './use-host.mjs';

for (const host of BUNDLERS) {
  suite(host.name, () => {
    const { says, showsCharts } = useHost(host);
    for (const way of host.ways) test(way.name, async (t) => void await showsCharts(t, way));
    if (host.fails) test('dev, without that setting', async (t) => { await says(t, host.fails); });
  });
}
