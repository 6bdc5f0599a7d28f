/** The packed package in pages of frameworks. */
import { suite, test } from 'node:test';
import { FRAMEWORKS } from './table.mjs';
import { useHost } from './use-host.mjs';

for (const host of FRAMEWORKS) {
  suite(host.name, () => {
    const { showsCharts } = useHost(host);
    for (const way of host.ways) test(way.name, async (t) => void await showsCharts(t, way));
  });
}
