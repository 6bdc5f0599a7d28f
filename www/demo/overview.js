/** The buttons beside what is pasted elsewhere; where a page may not write to the clipboard, one press selects the text. */
const SHOWN_MS = 2_000;

if (navigator.clipboard) {
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll('dt button'))) {
    const text = button.closest('dt')?.nextElementSibling?.textContent ?? '';
    button.hidden = false;
    button.addEventListener('click', async () => {
      const isCopied = await navigator.clipboard.writeText(text).then(() => true, () => false);
      button.textContent = isCopied ? 'Copied' : 'Not allowed here';
      setTimeout(() => { button.textContent = 'Copy'; }, SHOWN_MS);
    });
  }
}
