/**
 * Shows beside an edit form what the checks say about what is typed in it now.
 *
 * The server finds the findings, by the rules that it publishes by. This sends it the form when
 * somebody has stopped typing for a moment, shows the answer, and leads from each finding to its
 * box. It never touches what is typed, and never moves the cursor unless a finding is chosen.
 */
(() => {
  const DELAY = 400;
  const RETRY = 10_000;
  // What tells that a form may have changed. Blocks are added, moved and deleted by clicks, and
  // the last three are Wagtail's: a look at the form now and then, and a draft that was saved.
  const SIGNS = [
    'input',
    'change',
    'click',
    'keyup',
    'drop',
    'w-unsaved:watch-edits',
    'w-unsaved:add',
    'w-unsaved:clear',
  ];
  const WRITABLE = 'input:not([type=hidden]), select, textarea, [contenteditable=true]';

  /**
   * Put our side panel and its switch among Wagtail's, before Wagtail looks for them.
   *
   * It looks when the document is ready, which the window hears of first.
   */
  const place = () => {
    const template = document.querySelector('template[data-ita-side-panel]');
    const toggle = document.querySelector('[data-side-panel-toggle]');
    const side = document.querySelector('[data-form-side]');
    if (!template || !toggle || !side) return;
    toggle.after(template.content.querySelector('[data-side-panel-toggle]'));
    side.append(template.content.querySelector('[data-side-panel]'));
    template.remove();
  };
  window.addEventListener('DOMContentLoaded', place, { capture: true });

  const isVisible = (element) => element.getClientRects().length > 0;

  /** What the server is to check: all that is typed, without files and comments. */
  const typedIn = (form) => {
    const data = new FormData(form);
    for (const [name, value] of [...data])
      if (value instanceof File || name.startsWith('comments-')) data.delete(name);
    return data;
  };

  /** The part of the form that a content path names, or the nearest to it that is there. */
  const partOf = (form, path) =>
    path.split('.').reduce((found, name) => {
      const inside = [...found.querySelectorAll(`[data-contentpath="${CSS.escape(name)}"]`)];
      return inside.find((each) => !each.closest('[aria-hidden=true]')) || found;
    }, form);

  /** Open the tabs and folded panels that an element is in, and the one that it is. */
  const open = (element) => {
    const own = element.matches('[data-streamfield-child]')
      ? element.querySelector('[data-panel-toggle]')
      : null;
    const toggles = own ? [own] : [];
    for (
      let hidden = element.closest('[hidden]');
      hidden;
      hidden = hidden.parentElement.closest('[hidden]')
    )
      toggles.push(document.querySelector(`[aria-controls="${CSS.escape(hidden.id)}"]`));
    // From the outside inwards.
    for (const toggle of toggles.reverse())
      if (toggle?.role === 'tab' || toggle?.getAttribute('aria-expanded') === 'false')
        toggle.click();
  };

  /** The buttons that add to a stream, if a part of the form is one. */
  const addersOf = (part) => {
    const stream = part.querySelector('[data-streamfield-stream-container]');
    if (!stream || stream.closest('[data-contentpath]') !== part) return [];
    return [...stream.querySelectorAll(':scope > div > .c-sf-add-button')].reverse();
  };

  /**
   * Where to go on writing in a part of the form.
   *
   * What is said about a stream as a whole is that something has to be added.
   */
  const boxIn = (part) =>
    [
      ...addersOf(part),
      ...part.querySelectorAll(WRITABLE),
      ...part.querySelectorAll('button, a[href]'),
    ].find(isVisible);

  class FindingsController extends window.StimulusModule.Controller {
    static targets = ['results', 'checking', 'problem', 'announcement'];

    static values = { url: String, savedUrl: String, loggedOut: String, failed: String };

    connect() {
      this.form = document.querySelector('[data-edit-form]');
      this.panel = this.element.closest('[data-side-panel]');
      this.left = new AbortController();
      const { signal } = this.left;
      for (const sign of SIGNS)
        this.form.addEventListener(sign, () => this.checkSoon(), { signal });
      this.form.addEventListener('w-autosave:success', (event) => this.saved(event), { signal });
      this.panel.addEventListener('show', () => this.checkSoon(), { signal });
      this.checkSoon();
    }

    disconnect() {
      this.left.abort();
      this.request?.abort();
      clearTimeout(this.timer);
    }

    checkSoon(delay = DELAY) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.check(), delay);
    }

    /** A new page has been saved as a draft: from now on it is checked as what it is. */
    saved({ detail }) {
      const pk = detail.response?.pk;
      if (pk) this.urlValue = this.savedUrlValue.replace(/\/0\/$/, `/${pk}/`);
      this.checkSoon();
    }

    async check() {
      const data = typedIn(this.form);
      const typed = `${this.urlValue}?${new URLSearchParams(data)}`;
      if (typed === this.typed) return;
      this.typed = typed;
      this.request?.abort();
      const request = new AbortController();
      this.request = request;
      this.busy(true);
      try {
        await this.ask(data, request.signal);
      } catch {
        if (!request.signal.aborted) this.retry();
      } finally {
        if (this.request === request) this.busy(false);
      }
    }

    async ask(data, signal) {
      const response = await fetch(this.urlValue, {
        method: 'POST',
        body: data,
        redirect: 'manual',
        signal,
      });
      const answer = await response.text();
      if (response.ok) this.showResults(answer);
      else if (response.headers.get('Content-Type')?.startsWith('text/plain')) this.fail(answer);
      // Wagtail sends who is logged out to the form where one logs in; Django refuses the form
      // of who has logged in anew.
      else if (response.type === 'opaqueredirect' || response.status === 403)
        this.fail(this.loggedOutValue);
      else this.retry();
    }

    busy(isBusy) {
      this.checkingTarget.hidden = !isBusy;
      this.resultsTarget.setAttribute('aria-busy', String(isBusy));
    }

    fail(sentence) {
      this.say(this.problemTarget, sentence);
      this.element.classList.add('ita-beside--stale');
      this.typed = null;
    }

    retry() {
      this.fail(this.failedValue);
      this.checkSoon(RETRY);
    }

    showResults(html) {
      this.say(this.problemTarget, '');
      this.element.classList.remove('ita-beside--stale');
      if (html === this.html) return;
      this.html = html;
      this.keepPlace(() => {
        this.resultsTarget.innerHTML = html;
      });
      const parts = [...this.resultsTarget.querySelectorAll('[data-ita-summary]')];
      const summary = parts.map((part) => part.textContent.trim().replace(/\s+/g, ' '));
      this.say(this.announcementTarget, summary.join('. '));
      this.count(Number(this.resultsTarget.firstElementChild.dataset.itaErrors));
    }

    /** Replace the list under somebody who reads in it: what is open and has the focus stays so. */
    keepPlace(replace) {
      const { activeElement } = document;
      const find = (selector) => [...this.resultsTarget.querySelectorAll(selector)];
      const opened = find('details[open]').map(({ id }) => id);
      const had = this.resultsTarget.contains(activeElement) ? activeElement : null;
      const was = find('a, summary').indexOf(had);
      const address = had?.getAttribute('href');
      replace();
      for (const details of find('details')) details.open = opened.includes(details.id);
      if (!had) return;
      const links = find('a, summary');
      const same = links.find((link) => address && link.getAttribute('href') === address);
      (same || links[was] || this.resultsTarget).focus({ preventScroll: true });
    }

    /** Screen readers read a live region again whenever it is written. */
    say(region, sentence) {
      if (region.textContent !== sentence) region.textContent = sentence;
    }

    /** The number of errors, at the switch in the header. */
    count(errors) {
      const name = this.panel.dataset.sidePanel;
      const counter = document.querySelector(
        `[data-side-panel-toggle="${name}"] [data-side-panel-toggle-counter]`,
      );
      if (!counter) return;
      counter.textContent = errors;
      counter.hidden = errors === 0;
    }

    show({ params }) {
      const part = partOf(this.form, params.path);
      open(part);
      const startedAt = performance.now();
      const focus = () => {
        const box = boxIn(part);
        if (box) this.goTo(box);
        // A tab opens only after it has faded in.
        else if (performance.now() - startedAt < 1000) requestAnimationFrame(focus);
      };
      focus();
    }

    goTo(box) {
      const side = document.querySelector('[data-form-side]');
      // Where the panel is when it has slid in, which may take longer than choosing a finding.
      const edge = document.documentElement.clientWidth - (side ? side.offsetWidth : 0);
      const isOver = side && edge <= box.getBoundingClientRect().left;
      // On a small screen the panel lies over the form.
      if (isOver) document.querySelector('[data-form-side-close-button]')?.click();
      box.focus({ preventScroll: true });
      // Not smoothly: the way may be long, and the panel that closes would stop it.
      requestAnimationFrame(() => box.scrollIntoView({ block: 'center', behavior: 'instant' }));
    }
  }

  window.wagtail.app.register('ita-findings', FindingsController);
})();
