/**
 * The dashboard's controls: each sets one attribute on every widget and
 * is kept in the address, so that a wall display can be opened as it was left.
 */
const address = new URL(location.href);

for (const choice of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.choice'))) {
  const attribute = choice.dataset.attribute ?? '';
  const inputs = [...choice.querySelectorAll('input')];
  const kept = inputs.find((input) => input.value === address.searchParams.get(attribute));
  if (kept) {
    kept.checked = true;
    apply(attribute, kept.value);
  }
  choice.addEventListener('change', ({ target }) => {
    const { value } = /** @type {HTMLInputElement} */ (target);
    apply(attribute, value);
    address.searchParams.set(attribute, value);
    history.replaceState(null, '', address);
  });
}

/** @param {string} attribute @param {string} value */
function apply(attribute, value) {
  for (const widget of document.querySelectorAll('events-stats-widget')) {
    widget.setAttribute(attribute, value);
  }
  if (attribute === 'theme') {
    document.documentElement.dataset.theme = value;
  }
}
