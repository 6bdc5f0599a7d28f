/** One frame a kind, all in this page's one thread. */

async function open(task) {
  const frame = document.createElement('iframe');
  frame.width = '820';
  frame.height = '320';
  frame.src = 'frame.html';
  document.body.append(frame);
  while (!frame.contentWindow?.prepare) await new Promise((resolve) => setTimeout(resolve, 10));
  await frame.contentWindow.prepare(task);
  return frame;
}

const frames = new Map();

/** Opens a frame for each kind, in place of those before. */
globalThis.prepare = async ({ kinds, series, buckets }) => {
  for (const frame of frames.values()) frame.remove();
  for (const [name, metrics] of Object.entries(kinds)) frames.set(name, await open({ metrics, series, buckets }));
};

globalThis.run = async (name, count) => {
  const { refresh } = frames.get(name).contentWindow;
  for (let index = 0; index < count; index += 1) await refresh();
};
