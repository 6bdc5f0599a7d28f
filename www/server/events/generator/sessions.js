/**
 * Made-up sessions: a view over the made-up events, as the trace items are. A third of all transactions begins one, of the
 * transaction's user, release and environment; one that fails may end it. So bad releases and incidents show in release
 * health as they do in the errors. What crashes does so on few machines: most users never see it.
 */
import { SESSION_COLUMNS } from '../sessions/schema.js';
import { selectList } from '../trace-items/schema.js';

/** A number in [0, 1) that hangs on the event: ten bits of one hash, since hashes of a text and different numbers are alike. @param {number} from bit */
const luck = (from) => `(((hash(events.id, 301) >> ${from}) & 1023) / 1024.0)`;

const SHARE = 1 / 3;
/** Of users, those whose machine crashes where others go on. */
const FRAGILE = '(hash(events."user") % 10 = 0)';
const HUNG = `events.transaction_status IN ('deadline_exceeded', 'cancelled') AND ${luck(18)} < 0.5`;
/** @type {Record<string, string>} */
const OF_SESSION = {
  status: `CASE
    WHEN events.transaction_status = 'ok' THEN CASE WHEN ${luck(18)} < 0.01 THEN 'errored' ELSE 'healthy' END
    WHEN events.transaction_status = 'internal_error' AND ${FRAGILE} THEN 'crashed'
    WHEN ${HUNG} THEN 'abnormal'
    ELSE 'errored' END`,
  mechanism: `CASE WHEN ${HUNG} THEN CASE WHEN ${luck(28)} < 0.6 THEN 'anr_foreground' ELSE 'anr_background' END END`,
};

/** Puts made-up sessions in the place of those that a file gives. @param {import('../database.js').Database} database */
export async function createSessions(database) {
  await database.run(`CREATE OR REPLACE VIEW sessions AS
    SELECT ${selectList(SESSION_COLUMNS, OF_SESSION, 'events')} FROM events
    WHERE events.event_type = 'transaction' AND ${luck(8)} < ${SHARE}`);
}
