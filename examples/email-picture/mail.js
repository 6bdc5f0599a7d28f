/** Writes an e-mail with a chart of the last day into `errors.eml`. */
import { writeFile } from 'node:fs/promises';
import { createTransport } from 'nodemailer';

const CHARTS_URL = process.env.CHARTS_URL ?? 'http://127.0.0.1:8080/';

const picture = await fetch(new URL('chart/demo/1/1.png?range=24h&width=600&height=240', CHARTS_URL));
if (!picture.ok) throw new Error(`Expected a picture at ${picture.url}, found status ${picture.status}.`);

const transport = createTransport({ streamTransport: true, buffer: true });
const { message } = await transport.sendMail({
  from: 'charts@example.com',
  to: 'team@example.com',
  subject: 'Errors of the last day',
  html: '<p>Errors of the last day:</p><img src="cid:errors" alt="Errors of the last day, as a chart" width="600" height="240">',
  attachments: [{ cid: 'errors', filename: 'errors.png', content: Buffer.from(await picture.arrayBuffer()) }],
});
await writeFile('errors.eml', message);
console.log('Wrote errors.eml.');
