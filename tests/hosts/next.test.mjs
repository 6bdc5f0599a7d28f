/** The packed package in Next: client components, server components with a picture, a route handler. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { installHost } from './project.mjs';
import { NEXT } from './table.mjs';
import { useHost } from './use-host.mjs';

for (const host of NEXT) {
  suite(host.name, () => {
    const { showsCharts } = useHost(host);
    for (const way of host.ways) {
      test(way.name, async (t) => {
        const origin = await showsCharts(t, way);
        const html = await (await fetch(origin)).text();
        assert.match(html, /<div id="picture"><svg .*<path /s, 'the server component draws');
        assert.match(html, /<events-stats-widget org="demo"/, 'the component is there before the page is hydrated');
        const picture = await fetch(`${origin}/chart.svg`);
        assert.equal(picture.headers.get('content-type'), 'image/svg+xml');
        assert.match(await picture.text(), /^<svg .*<path /s, 'the route handler draws');
        const bare = await fetch(`${origin}/bare`);
        const text = await bare.text();
        // Where the bundler has taken the script away from the module, that is told with the cure.
        if (bare.ok) assert.match(text, /^<svg .*<path /s);
        else assert.match(text, /"code":"wasm_missing".*events-stats-widget\/inline.*serverExternalPackages/s);
      });
    }
  });
}

test("left out of the server's bundle, the package draws by its name", async (t) => {
  const project = await installHost('tests/hosts/apps/next-server');
  t.after(project.remove);
  const site = await project.serve('dev');
  assert.match(await (await fetch(site.origin)).text(), /<main><svg .*<path /s);
});
