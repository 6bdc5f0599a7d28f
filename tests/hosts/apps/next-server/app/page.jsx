import { renderSvg } from 'events-stats-widget';
import answer from '../answer.json';

/** A picture by the entry that reads the module from disk, and no component. */
export default async function Page() {
  const picture = await renderSvg({ displayType: 'area', queries: [{ aggregates: ['count()'] }] }, answer, { width: 600, height: 200, timezone: 'UTC' });
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the picture is our own.
  return <main dangerouslySetInnerHTML={{ __html: picture }} />;
}
