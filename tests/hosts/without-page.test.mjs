/** The packed package where there is no page: compilers of types, runners of tests. */
import { test } from 'node:test';
import { installHost } from './project.mjs';
import { WITHOUT_PAGE } from './table.mjs';

for (const { name, app } of WITHOUT_PAGE) {
  test(name, async (t) => {
    const project = await installHost(`tests/hosts/apps/${app}`);
    t.after(project.remove);
    await project.run('test');
  });
}
