/**
 * `npm run docs -- --pictures` draws the picture of the README's “Styling” anew, with the styles that stand there:
 * it is kept, since readers of a repository see the README and not the site.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { cases } from '../../tests/gallery/cases.mjs';
import { packageDir, root } from '../lib/paths.mjs';
import { StepError } from '../lib/run.mjs';
import { chromium as chromiumPath } from '../setup/browsers.mjs';

const PICTURE = join(root, 'docs/pictures/themes.png');
const CASE = 'area single';

export async function drawPictures() {
  const executablePath = chromiumPath();
  if (!executablePath) throw new StepError('Expected Chromium to draw the pictures with, and found none: `npm run setup` installs it.');
  const [, styling] = readFileSync(join(root, 'README.md'), 'utf8').split('\n## Styling\n');
  const [styles, palette] = ['css', 'js'].map((language) => new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(styling ?? '')?.[1]);
  if (!styles || !palette) throw new StepError('Expected a block of CSS and one of JavaScript under “Styling” in README.md, and found none.');
  const shown = cases().find(({ name }) => name === CASE);
  if (!shown) throw new StepError(`Expected “${CASE}” among the gallery's charts, and found none.`);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ deviceScaleFactor: 2, viewport: { width: 1080, height: 300 }, locale: 'en-US', timezoneId: 'UTC' });
    await page.setContent(pageOf(styles));
    await page.evaluate(async ({ shell, palette, shown: { config, response, range } }) => {
      const { configure } = await import(URL.createObjectURL(new Blob([shell], { type: 'text/javascript' })));
      new Function('configure', palette.replace(/^import .*$/m, ''))(configure);
      for (const element of /** @type {NodeListOf<any>} */ (document.querySelectorAll('events-stats-widget'))) {
        Object.assign(element, { config, response, range });
        await element.settled();
      }
    }, { shell: readFileSync(join(packageDir, 'inline.js'), 'utf8'), palette, shown });
    mkdirSync(dirname(PICTURE), { recursive: true });
    await page.locator('main').screenshot({ path: PICTURE });
  } finally {
    await browser.close();
  }
  return PICTURE;
}

/** @param {string} styles of the third */
function pageOf(styles) {
  const tag = (/** @type {string} */ theme, name = '') => `<div class="${name}"><events-stats-widget theme="${theme}" widget-id="1" org="acme" timezone="UTC" locale="en-US"></events-stats-widget></div>`;
  return `<!doctype html><style>
    body { margin: 0 }
    main { display: grid; grid-template-columns: repeat(3, 1fr) }
    div { padding: 20px; background: #f4f5f7 } .dark { background: #0b0e13 } .own { background: #f3e9cd }
    ${styles.replaceAll('events-stats-widget', '.own events-stats-widget')}
    div events-stats-widget { block-size: 220px }
  </style><main>${tag('light')}${tag('dark', 'dark')}${tag('light', 'own')}</main>`;
}
