/**
 * Reads back, under the box, which day a typed date means.
 *
 * The server decides what a date is (wagtail_ita.domain.dates). This only shows, in the
 * browser's own Buddhist calendar, what it will understand, so that a clerk sees a wrong era
 * while he types. The two follow one grammar; tests/browser compares them.
 */
(() => {
  const MONTHS = [
    ['มกราคม', 'ม.ค.', 'january', 'jan'],
    ['กุมภาพันธ์', 'ก.พ.', 'february', 'feb'],
    ['มีนาคม', 'มี.ค.', 'march', 'mar'],
    ['เมษายน', 'เม.ย.', 'april', 'apr'],
    ['พฤษภาคม', 'พ.ค.', 'may'],
    ['มิถุนายน', 'มิ.ย.', 'june', 'jun'],
    ['กรกฎาคม', 'ก.ค.', 'july', 'jul', 'กรกฏาคม'],
    ['สิงหาคม', 'ส.ค.', 'august', 'aug'],
    ['กันยายน', 'ก.ย.', 'september', 'sep', 'sept'],
    ['ตุลาคม', 'ต.ค.', 'october', 'oct'],
    ['พฤศจิกายน', 'พ.ย.', 'november', 'nov'],
    ['ธันวาคม', 'ธ.ค.', 'december', 'dec'],
  ];
  const BE_OFFSET = 543;
  const MAX_LENGTH = 100;

  const key = (name) => name.replace(/[. ]/g, '');
  const NUMBERS = new Map(
    MONTHS.flatMap((names, index) => names.map((name) => [key(name), index + 1])),
  );

  /** The pattern of one name; the dots of a short one may be missing or followed by spaces. */
  const namePattern = (name) => {
    if (/^(?:[a-z]{3}|sept)$/.test(name)) return `${name}\\.?`;
    const [first, second] = name.split('.');
    return second ? `${first}\\.? ?${second}(?:\\.|(?![ก-ฺเ-๎]))` : name;
  };
  const byLength = (a, b) => b.length - a.length;
  const MONTH = `(?<month>${MONTHS.flat().map(namePattern).sort(byLength).join('|')})`;
  const ERA =
    '(?<era>พ\\.? ?ศ\\.?|พุทธศักราช|ค\\.? ?ศ\\.?|คริสต์ศักราช|คริสตศักราช' +
    '|b\\.? ?e\\.?|c\\.? ?e\\.?|a\\.? ?d\\.?)?';
  const YEAR = '(?<year>\\d{4}|\\d{2})';
  const DAY = '(?<day>\\d{1,2})';
  const WEEKDAY = '(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์|อาทิตย์)';
  const LEAD = new RegExp(`^(?:วัน${WEEKDAY}?(?: ?ที่)? ?|ณ ?)*`);
  const FORMS = [
    '(?<year>\\d{4})(?<sep>[-/.])(?<number>\\d{1,2})\\k<sep>(?<day>\\d{1,2})',
    `${DAY}(?<sep>[-/.])(?<number>\\d{1,2})\\k<sep>${YEAR}`,
    `${DAY}(?:st|nd|rd|th)? ?(?:เดือน ?)?${MONTH} ?,? ?(?:ปี ?)?${ERA} ?${YEAR}`,
    `${DAY}(?:st|nd|rd|th)? ?(?<sep>[-/.]) ?(?:เดือน ?)?${MONTH}(?:\\k<sep>|(?<=\\.))` +
      `(?:ปี ?)?${ERA} ?${YEAR}`,
  ].map((form) => new RegExp(`^${form}$`));

  /** Bring the many ways to type the same thing to one, as the server does. */
  const fold = (typed) =>
    typed
      .replace(/\p{Cf}/gu, '')
      .replace(/[\p{Pd}−~∼～⁃]/gu, '-')
      .replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50))
      .replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - 0xff10))
      .toLowerCase()
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/ ?\/ ?/g, '/')
      .replace(/(?<=\d) ?([-/.]) ?(?=\d)/g, '$1')
      .replace(LEAD, '')
      .replace(/\.$/, '');

  /** Return the Christian-era year that a written year means, or null. */
  const christianYear = (era, digits, english) => {
    const year = Number(digits);
    const christian = /^[คac]/.test(era);
    if (digits.length === 2) return christian || english ? null : year + 2500 - BE_OFFSET;
    if (year >= 2401 && year <= 2999 && !christian) return year - BE_OFFSET;
    if (year >= 1900 && year <= 2399 && (!era || christian)) return year;
    return null;
  };

  const parse = (typed) => {
    if (typed.length > MAX_LENGTH) return null;
    const text = fold(typed);
    const match = FORMS.map((form) => form.exec(text)).find(Boolean);
    if (!match) return null;
    const { day, era = '', month = '', number, year: digits } = match.groups;
    const monthNumber = number ? Number(number) : NUMBERS.get(key(month));
    const year = christianYear(era, digits, /^[a-z]/.test(month));
    if (year === null) return null;
    const date = new Date(Date.UTC(year, monthNumber - 1, Number(day)));
    const real = date.getUTCMonth() === monthNumber - 1 && date.getUTCDate() === Number(day);
    return real ? date : null;
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
      if (date) this.outputTarget.replaceChildren(this.describe(date));
      else this.outputTarget.textContent = typed ? this.unreadableValue : '';
    }

    describe(date) {
      const options = { dateStyle: 'full', timeZone: 'UTC' };
      const language = document.documentElement.lang || 'th';
      const buddhist = new Intl.DateTimeFormat('th-TH-u-ca-buddhist', options).format(date);
      const time = document.createElement('time');
      time.dateTime = date.toISOString().slice(0, 10);
      time.textContent = language.startsWith('th')
        ? buddhist
        : `${new Intl.DateTimeFormat(language, options).format(date)} · ${buddhist}`;
      return time;
    }
  }

  window.wagtail.app.register('ita-thai-date', ThaiDateController);
})();
