/**
 * The import wizard. Everything works without this file: it only says how far reading is,
 * shows where in the source a part stands, and ticks many boxes at once.
 */
(() => {
  const ASK_EVERY = 700;

  /** Asks how far reading is while the browser waits for the answer to the form. */
  class ImportUploadController extends window.StimulusModule.Controller {
    static targets = ['bar', 'button', 'progress', 'status'];

    static values = { url: String, sending: String, reading: String, counted: String };

    disconnect() {
      clearTimeout(this.timer);
    }

    follow() {
      this.buttonTarget.disabled = true;
      this.progressTarget.hidden = false;
      this.statusTarget.textContent = this.sendingValue;
      this.timer = setTimeout(() => this.ask(), ASK_EVERY);
    }

    /** After the back button the page comes from memory, as it was left. */
    reset() {
      clearTimeout(this.timer);
      this.buttonTarget.disabled = false;
      this.progressTarget.hidden = true;
    }

    async ask() {
      try {
        const answer = await fetch(this.urlValue, { headers: { Accept: 'application/json' } });
        this.show(await answer.json());
      } catch {
        // The answer to the form is what counts; an unanswered question does no harm.
      }
      this.timer = setTimeout(() => this.ask(), ASK_EVERY);
    }

    show({ arrived, done, total }) {
      if (!arrived) return;
      if (!total) {
        this.say(this.readingValue);
        return;
      }
      this.barTarget.max = total;
      this.barTarget.value = done;
      this.say(this.countedValue.replace('{done}', done).replace('{total}', total));
    }

    say(sentence) {
      if (this.statusTarget.textContent !== sentence) this.statusTarget.textContent = sentence;
    }
  }

  /** Shows the lines of the part that the focus or the pointer is on. */
  class ImportPlanController extends window.StimulusModule.Controller {
    static targets = ['buttons', 'group', 'row', 'source'];

    buttonsTargetConnected(buttons) {
      buttons.hidden = false;
    }

    rowTargetConnected(row) {
      row.addEventListener('focusin', () => this.point(row, true));
      row.addEventListener('pointerenter', () => this.point(row, false));
    }

    all(event) {
      this.tick(event, true);
    }

    none(event) {
      this.tick(event, false);
    }

    tick(event, checked) {
      const group = this.groupTargets.find((each) => each.contains(event.target));
      group.querySelectorAll('[data-lines] input[name=take]').forEach((box) => {
        box.checked = checked;
      });
    }

    point(row, scroll) {
      this.sourceTarget
        .querySelectorAll('.ita-plan__line--here')
        .forEach((line) => line.classList.remove('ita-plan__line--here'));
      const lines = row.dataset.lines
        .split(' ')
        .map((number) => document.getElementById(`line-${number}`))
        .filter(Boolean);
      lines.forEach((line) => line.classList.add('ita-plan__line--here'));
      if (scroll && lines.length) this.bringIntoView(lines[0]);
    }

    /** Scrolls the box of the source only, so that the page does not move under the reader. */
    bringIntoView(line) {
      const box = this.sourceTarget.getBoundingClientRect();
      const there = line.getBoundingClientRect();
      if (there.top < box.top || there.bottom > box.bottom) {
        this.sourceTarget.scrollTop += there.top - box.top - box.height / 4;
      }
    }
  }

  window.wagtail.app.register('ita-import-upload', ImportUploadController);
  window.wagtail.app.register('ita-import-plan', ImportPlanController);
})();
