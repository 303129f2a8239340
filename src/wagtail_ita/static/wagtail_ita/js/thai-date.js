/**
 * Reads back, under the box, which day a typed date means.
 *
 * The server decides what a date is (wagtail_ita.domain.dates). This only shows, in the
 * browser's own Buddhist calendar, what it will most likely understand, so that a clerk sees a
 * wrong era while he types.
 */
(() => {
  const MONTHS = [
    ['มกราคม', 'มค', 'january', 'jan'],
    ['กุมภาพันธ์', 'กพ', 'february', 'feb'],
    ['มีนาคม', 'มีค', 'march', 'mar'],
    ['เมษายน', 'เมย', 'april', 'apr'],
    ['พฤษภาคม', 'พค', 'may'],
    ['มิถุนายน', 'มิย', 'june', 'jun'],
    ['กรกฎาคม', 'กค', 'july', 'jul'],
    ['สิงหาคม', 'สค', 'august', 'aug'],
    ['กันยายน', 'กย', 'september', 'sep', 'sept'],
    ['ตุลาคม', 'ตค', 'october', 'oct'],
    ['พฤศจิกายน', 'พย', 'november', 'nov'],
    ['ธันวาคม', 'ธค', 'december', 'dec'],
  ];

  const arabic = (text) =>
    text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));

  const monthNumber = (word) => {
    const plain = word.replace(/[.\s]/g, '').toLowerCase();
    return MONTHS.findIndex((names) => names.includes(plain)) + 1;
  };

  /** A two-digit year and a year above 2400 are of the Buddhist era. */
  const christianYear = (digits) => {
    const year = Number(digits);
    if (digits.length === 2) return year + 2500 - 543;
    return year > 2400 ? year - 543 : year;
  };

  const parse = (typed) => {
    const text = arabic(typed).trim().replace(/พ\.?\s*ศ\.?/g, ' ').replace(/\s+/g, ' ');
    const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
    const numeric = /^(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})$/.exec(text);
    const named = /^(?:วันที่\s*)?(\d{1,2})\s*([^\d]+?)\s*(\d{4}|\d{2})$/.exec(text);
    let parts;
    if (iso) parts = [iso[1], Number(iso[2]), Number(iso[3])];
    else if (numeric) parts = [numeric[3], Number(numeric[2]), Number(numeric[1])];
    else if (named) parts = [named[3], monthNumber(named[2]), Number(named[1])];
    else return null;
    const [yearDigits, month, day] = parts;
    const year = christianYear(yearDigits);
    const date = new Date(Date.UTC(year, month - 1, day));
    const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    return real && year >= 1900 && year < 2400 ? date : null;
  };

  class ThaiDateController extends window.StimulusModule.Controller {
    static targets = ['input', 'output'];

    static values = { unreadable: String };

    connect() {
      this.read();
    }

    read() {
      const typed = this.inputTarget.value.trim();
      const date = typed ? parse(typed) : null;
      this.element.classList.toggle('ita-thai-date--unreadable', Boolean(typed && !date));
      if (!typed) this.outputTarget.textContent = '';
      else if (!date) this.outputTarget.textContent = this.unreadableValue;
      else this.outputTarget.textContent = this.describe(date);
    }

    describe(date) {
      const options = { dateStyle: 'full', timeZone: 'UTC' };
      const language = document.documentElement.lang || 'th';
      const buddhist = new Intl.DateTimeFormat('th-TH-u-ca-buddhist', options).format(date);
      if (language.startsWith('th')) return buddhist;
      return `${new Intl.DateTimeFormat(language, options).format(date)} · ${buddhist}`;
    }
  }

  window.wagtail.app.register('ita-thai-date', ThaiDateController);
})();
