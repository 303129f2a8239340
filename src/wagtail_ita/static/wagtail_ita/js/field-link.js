/**
 * Opens what is folded around the field that the address names, and puts the cursor into it.
 *
 * Wagtail itself scrolls to the field of an address that ends in “#:w:contentpath=…”, but leaves
 * a folded measure folded, and what is folded is nowhere to scroll to.
 */
(() => {
  const MARK = ':w:';
  const WRITABLE = 'input:not([type=hidden]), select, textarea, [contenteditable=true]';
  const BUTTON = 'button:not([data-comment-add])';

  /** The part of the form that the address names, or null. */
  const named = () => {
    const { hash } = window.location;
    const start = hash.indexOf(MARK);
    if (start < 0) return null;
    const path = new URLSearchParams(hash.slice(start + MARK.length)).get('contentpath');
    const names = (path || '').split('.').filter(Boolean);
    const selectors = names.map((name) => `[data-contentpath="${CSS.escape(name)}"]`);
    return selectors.length ? document.querySelector(selectors.join(' ')) : null;
  };

  /** A panel of Wagtail unfolds when the browser has found text in it; this is that event. */
  const unfold = (content) => content.dispatchEvent(new Event('beforematch'));

  const open = (target) => {
    for (let part = target.closest('[hidden]'); part; part = part.parentElement.closest('[hidden]'))
      unfold(part);
    const toggle = target.querySelector('[data-panel-toggle]');
    if (toggle && target.matches('[data-streamfield-child]')) {
      unfold(document.getElementById(toggle.getAttribute('aria-controls')));
      return toggle;
    }
    // An empty list has no box yet, only the button that adds one.
    const boxes = [...target.querySelectorAll(WRITABLE), ...target.querySelectorAll(BUTTON)];
    return boxes.find((box) => box.checkVisibility());
  };

  window.addEventListener('load', () => {
    const target = named();
    if (!target) return;
    open(target)?.focus({ preventScroll: true });
    // Wagtail's smooth scrolling, a moment later, stops halfway when the form grows meanwhile.
    target.scrollIntoView({ behavior: 'instant' });
  });
})();
