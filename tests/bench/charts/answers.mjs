/** Answers with top events, as the server sends them: the same bytes in every run. */

/** Series, buckets and seconds of a bucket. XL is beyond what the API answers. */
export const SIZES = {
  S: { series: 6, buckets: 288, step: 300 },
  M: { series: 11, buckets: 1440, step: 60 },
  L: { series: 11, buckets: 10_000, step: 60 },
  XL: { series: 10, buckets: 100_000, step: 10 },
};

const START = 1_767_225_600;

/** As long as real ones are. */
const NAMES = [
  'TypeError: undefined is not an object (evaluating a.b),javascript', 'GET /api/0/organizations/{organization}/events/,backend',
  'OperationalError: canceling statement due to timeout,python', 'ConnectionResetError: [Errno 104],python', '/checkout/payment,production',
  'ChunkLoadError: Loading chunk 4821 failed.,javascript', 'tasks.store.save_event,worker', 'POST /graphql,edge',
  'Ошибка: „übergroß“ \\ path,mobile', 'RateLimitExceeded: 429 Too Many Requests,relay',
];

/** @typedef {keyof typeof SIZES} Size */
/** @typedef {'counts' | 'digits'} Kind whole counts, or numbers of seventeen digits as averages have them */

/** @param {Size} size */
export function rangeOf(size) {
  const { buckets, step } = SIZES[size];
  return { start: new Date(START * 1000).toISOString(), end: new Date((START + buckets * step) * 1000).toISOString() };
}

/** @param {Size} size @param {Kind} kind @param {number} seed */
export function answer(size, kind, seed) {
  const { series, buckets, step } = SIZES[size];
  const random = randomOf(seed * 7919 + buckets);
  const groups = Array.from({ length: series }, (_, group) => {
    const name = group === series - 1 ? 'Other' : NAMES[group];
    const scale = (4000 / (group + 1)) * (0.7 + 0.6 * random());
    const phase = random() * 2 * Math.PI;
    let drift = 0;
    const rows = Array.from({ length: buckets }, (_, bucket) => {
      const time = START + bucket * step;
      const day = ((time % 86_400) / 86_400) * 2 * Math.PI;
      drift = drift * 0.97 + (random() - 0.5) * 0.12;
      let value = scale * (1 + 0.45 * Math.sin(day + phase) + drift) * (0.9 + 0.2 * random());
      // Spikes, and in small series buckets without an event.
      if (random() < 0.002) value *= 2 + 4 * random();
      if (group > 3 && random() < 0.05) value = 0;
      return `[${time},[{"count":${kind === 'digits' ? Math.max(0, value) : Math.max(0, Math.round(value))}}]]`;
    });
    const meta = '{"fields":{"count()":"integer"},"units":{"count()":null},"isMetricsData":false,"dataset":"discover"}';
    return `${JSON.stringify(name)}:{"data":[${rows.join(',')}],"order":${group},"isMetricsData":false,"start":${START},"end":${START + buckets * step},"meta":${meta}}`;
  });
  return Buffer.from(`{${groups.join(',')}}`);
}

/** Numbers from 0 to 1, the same for a seed. @param {number} seed */
function randomOf(seed) {
  let state = (seed + 0x9e37_79b9) >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}
