/** A host with pages, installed before the tests of its suite, beside a browser and an API. */
import { join } from 'node:path';
import { after, before } from 'node:test';
import { assertCharts, assertError, openBrowser, serveFolder } from './browser.mjs';
import { assertPieces } from './pieces.mjs';
import { installHost } from './project.mjs';

/** Charts on each page: one of a given answer, one that asks. */
const CHARTS = 2;

/** @param {import('./table.mjs').Host} host */
export function useHost({ app, versions }) {
  /** @type {Awaited<ReturnType<typeof installHost>>} */
  let project;
  /** @type {Awaited<ReturnType<typeof openBrowser>>} */
  let opened;
  before(async () => {
    opened = await openBrowser();
    project = await installHost(`tests/hosts/apps/${app}`, versions);
  });
  after(async () => {
    await opened?.close();
    await project?.remove();
  });
  return {
    /**
     * Builds and serves it in one way, and asserts that the charts of all its pages stand.
     * @param {import('node:test').TestContext} t @param {import('./table.mjs').Way} way
     */
    async showsCharts(t, { build, folder, serve, arguments: more, pages = ['/'], emits, copies }) {
      if (build) await project.run('build', build);
      if (emits) assertPieces(join(project.folder, emits), copies);
      const site = await (folder ? serveFolder(join(project.folder, folder)) : project.serve(serve, more));
      t.after(site.stop);
      for (const page of pages) await assertCharts(opened.browser, site.origin + page, CHARTS);
      return site.origin;
    },
    /** @param {import('node:test').TestContext} t @param {NonNullable<import('./table.mjs').Host['fails']>} failure */
    async says(t, { way, page, says }) {
      const site = await project.serve(way.serve, way.arguments);
      t.after(site.stop);
      await assertError(opened.browser, site.origin + page, says);
    },
  };
}
