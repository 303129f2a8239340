/**
 * Copies a text of the answer sheet to the clipboard and says so.
 *
 * A browser gives the clipboard to secure pages only; elsewhere the text is selected, ready
 * for Ctrl+C. Without this file the buttons stay hidden and the text is selected by hand.
 */
(() => {
  const SHOWN_FOR = 6000;

  class CopyController extends window.StimulusModule.Controller {
    static targets = ['text', 'button', 'status'];

    static values = { copied: String, selected: String };

    connect() {
      this.buttonTarget.hidden = false;
    }

    disconnect() {
      clearTimeout(this.timer);
    }

    async copy() {
      try {
        await navigator.clipboard.writeText(this.textTarget.textContent);
        this.say(this.copiedValue);
      } catch {
        window.getSelection().selectAllChildren(this.textTarget);
        this.say(this.selectedValue);
      }
    }

    say(sentence) {
      this.statusTarget.textContent = sentence;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.statusTarget.replaceChildren(), SHOWN_FOR);
    }
  }

  window.wagtail.app.register('ita-copy', CopyController);
})();
