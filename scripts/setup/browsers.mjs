/** The browsers that tests run in, with Chromium's driver. Ubuntu names the packages differently. */
import { installPackages, packagesMayExist } from './debian.mjs';
import { findProgram } from './host.mjs';

const WANTED = [
  { find: chromium, packages: [['chromium', 'chromium-driver'], ['chromium-browser', 'chromium-chromedriver']] },
  { find: chromedriver, packages: [['chromium-driver'], ['chromium-chromedriver']] },
  { find: firefox, packages: [['firefox-esr'], ['firefox']] },
];

export function chromium() {
  return findProgram('chromium', 'chromium-browser', 'google-chrome');
}

export function chromedriver() {
  return findProgram('chromedriver');
}

export function firefox() {
  return findProgram('firefox-esr', 'firefox');
}

export function browsersMissing() {
  const missing = WANTED.filter(({ find }) => !find()).map(({ find }) => find.name);
  return missing.length > 0 ? `${missing.join(', ')} not found` : null;
}

export function installBrowsers() {
  return installPackages(browserPackages());
}

export function browserPackages() {
  const choices = WANTED.filter(({ find }) => !find()).map(({ packages }) => packages.find(packagesMayExist) ?? packages[0]);
  return [...new Set(choices.flat())];
}
