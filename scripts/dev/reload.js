/** In every page that `npm run dev` serves, and in no other: loads the page again when something was built. */
let shown;

new EventSource('/dev/events').addEventListener('version', ({ data }) => {
  // The first one is what this page was loaded with; after a new start of the command, it is another.
  shown ??= data;
  if (data !== shown) location.reload();
});
