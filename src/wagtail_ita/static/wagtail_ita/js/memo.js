/**
 * The button "Fill in the memo": asks the server for the usual sentences, with what is typed in
 * the form now, and puts them into the boxes that are empty. It never changes a box with words.
 */
(() => {
  /** What the server is to read: all that is typed, without files and comments. */
  const typedIn = (form) => {
    const data = new FormData(form);
    for (const [name, value] of [...data])
      if (value instanceof File || name.startsWith('comments-')) data.delete(name);
    return data;
  };

  class MemoController extends window.StimulusModule.Controller {
    static targets = ['button', 'help', 'message'];

    static values = { url: String, savedUrl: String, loggedOut: String, failed: String };

    connect() {
      this.form = document.querySelector('[data-edit-form]');
      // On a page that somebody may only read there is nothing to fill in.
      if (!this.form || !this.form.elements.memo_subject) return;
      this.buttonTarget.setAttribute('aria-describedby', this.helpTarget.id);
      this.buttonTarget.hidden = false;
      this.helpTarget.hidden = false;
      this.left = new AbortController();
      this.form.addEventListener('w-autosave:success', (event) => this.saved(event), {
        signal: this.left.signal,
      });
    }

    disconnect() {
      this.left?.abort();
    }

    /** A new page has been saved as a draft meanwhile. */
    saved({ detail }) {
      const pk = detail.response?.pk;
      if (pk) this.urlValue = this.savedUrlValue.replace(/\/0\/$/, `/${pk}/`);
    }

    async fill() {
      // Not disabled, which would take the focus away.
      if (this.asking) return;
      this.asking = true;
      this.say('');
      try {
        await this.ask();
      } catch {
        this.say(this.failedValue);
      } finally {
        this.asking = false;
      }
    }

    async ask() {
      const response = await fetch(this.urlValue, {
        method: 'POST',
        body: typedIn(this.form),
        redirect: 'manual',
        signal: this.left.signal,
      });
      const type = response.headers.get('Content-Type') || '';
      if (response.ok && type.startsWith('application/json')) {
        const { values, message } = await response.json();
        for (const [name, value] of Object.entries(values)) this.put(name, value);
        this.say(message);
      } else if (type.startsWith('text/plain')) this.say(await response.text());
      // Wagtail sends who is logged out to the form where one logs in; Django refuses the form
      // of who has logged in anew.
      else if (response.type === 'opaqueredirect' || response.status === 403)
        this.say(this.loggedOutValue);
      else this.say(this.failedValue);
    }

    put(name, value) {
      const box = this.form.elements[name];
      // Somebody may have typed while the server answered.
      if (!box || box.value.trim()) return;
      box.value = value;
      // So that Wagtail knows of the change, and the box grows with its text.
      box.dispatchEvent(new Event('input', { bubbles: true }));
      box.dispatchEvent(new Event('change', { bubbles: true }));
    }

    say(sentence) {
      this.messageTarget.textContent = sentence;
    }
  }

  window.wagtail.app.register('ita-memo', MemoController);
})();
