// The fields, drawn from the vocabulary. A field hands on what was written: the engine reads it.

import { el, engine } from './elements.js';
import { t, named, plain, current } from './words.js';

export const scope = ['age', 'metastasis', 'presentation', 'site', 'histology'];

// Units that differ, the first name of each.
function unitsOf(covariate) {
  const seen = new Map();
  for (const [name, factor] of Object.entries(covariate.units ?? {})) if (!seen.has(factor)) seen.set(factor, name);
  return [...seen.values()];
}

const bareNumber = /^[-+.,\d\s]*(e[-+]?\d+)?$/i;

const unitWords = (name) => ({ year: t('unitYears'), month: t('unitMonths') }[name] ?? name);

export class Field {
  constructor(covariate, changed) {
    this.covariate = covariate;
    this.name = covariate.name;
    this.id = `f-${covariate.name}`;
    this.changed = changed;
    this.text = '';
    this.unit = covariate.unit ?? null;
    this.isUnknown = false;
    this.units = unitsOf(covariate);
    this.choices = covariate.kind === 'number' ? null : [...covariate.levels, ...(covariate.halfAnswers ?? [])];
    this.isLong = (this.choices?.length ?? 0) > 6;
    const { id } = this;
    this.element = this.choices && !this.isLong
      ? el('fieldset', { class: 'field', 'data-name': this.name, 'aria-labelledby': `${id}-label`, 'aria-describedby': `${id}-error` })
      : el('div', { class: 'field', 'data-name': this.name });
    this.draw();
  }

  // What the engine is told; undefined for nothing.
  get value() {
    const text = this.text.trim();
    if (this.isUnknown || !text) return undefined;
    // Who writes a unit means it.
    const isBare = this.covariate.kind === 'number' && this.units.length > 1 && bareNumber.test(text);
    return isBare && this.unit !== this.covariate.unit ? `${text} ${this.unit}` : text;
  }
  get isAnswered() { return this.isUnknown || this.value !== undefined; }

  set(text, unit) {
    // What no button stands for would be asked and not seen.
    if (this.choices && !this.isLong && !this.choices.some(({ name }) => name === text)) return;
    this.isUnknown = false;
    this.text = text;
    if (unit && this.units.includes(unit)) this.unit = unit;
    this.draw();
  }
  clear() {
    Object.assign(this, { text: '', isUnknown: false, unit: this.covariate.unit ?? null });
    this.draw();
    this.complain(null);
    this.echo();
  }

  draw() {
    const { covariate } = this;
    const { id } = this;
    const label = named(covariate.label);
    const meaning = el('p', { class: 'meaning', id: `${id}-meaning`, hidden: true },
      engine(covariate.definition ?? ''), covariate.excludes ? [' ', t('excludes', { text: '' }), engine(covariate.excludes)] : null,
      covariate.knownFrom === 'surgery' ? ` ${t('afterSurgery')}` : null);
    const info = covariate.definition ? el('button', {
      type: 'button', class: 'info', 'aria-expanded': 'false', 'aria-controls': meaning.id,
      'aria-label': t('meaning', { label }),
      onclick: () => {
        meaning.hidden = !meaning.hidden;
        info.setAttribute('aria-expanded', String(!meaning.hidden));
      },
    }, 'i') : null;
    this.errorLine = el('p', { class: 'error', id: `${id}-error`, hidden: true });
    this.echoLine = el('p', { class: 'echo', id: `${id}-echo` });
    let head; let control;
    if (this.choices && !this.isLong) {
      head = el('legend', { class: 'head' }, el('span', { id: `${id}-label` }, label), ' ', info);
      control = el('div', { class: 'choices' }, [...this.choices, null].map((choice) => {
        const isChosen = choice ? this.text === choice.name : this.isUnknown;
        return el('label', { class: choice ? null : 'unknown' },
          el('input', {
            type: 'radio', name: id, value: choice?.name ?? '', checked: isChosen,
            onchange: () => {
              this.isUnknown = !choice;
              this.text = choice?.name ?? '';
              this.changed(this, true);
            },
          }), el('span', {}, choice ? named(choice.label) : t('notKnown')));
      }));
    } else {
      head = el('div', { class: 'head' }, el('label', { for: id }, label), info);
      const isNumber = covariate.kind === 'number';
      const input = el('input', {
        type: 'text', id, class: isNumber ? 'number' : 'words', inputmode: isNumber ? 'decimal' : null,
        list: isNumber ? null : `${id}-list`, autocomplete: 'off', spellcheck: 'false',
        'aria-describedby': `${id}-error ${id}-echo`, value: this.text, disabled: this.isUnknown,
        oninput: () => { this.text = input.value; this.changed(this, false); },
        onchange: () => { this.text = input.value; this.changed(this, true); },
      });
      const unknown = el('button', {
        type: 'button', class: 'quiet', 'aria-pressed': String(this.isUnknown), 'aria-label': `${label}: ${t('notKnown')}`,
        onclick: () => {
          this.isUnknown = !this.isUnknown;
          this.text = '';
          input.value = '';
          input.disabled = this.isUnknown;
          unknown.setAttribute('aria-pressed', String(this.isUnknown));
          this.changed(this, true);
        },
      }, t('notKnown'));
      const unit = !isNumber ? null : this.units.length > 1
        ? el('select', {
          'aria-label': t('unitOf', { label }),
          onchange: (event) => { this.unit = event.target.value; this.changed(this, true); },
        }, this.units.map((name) => el('option', { value: name, selected: name === this.unit }, unitWords(name))))
        : el('span', {}, unitWords(covariate.unit ?? ''));
      const list = isNumber ? null : el('datalist', { id: `${id}-list` },
        covariate.levels.map((level) => el('option', { value: named(level.label) })));
      control = el('div', { class: 'row' }, input, list, unit, unknown);
    }
    this.element.replaceChildren(head, meaning, control, this.errorLine, this.echoLine);
  }

  complain(error) {
    this.errorLine.hidden = !error;
    this.errorLine.replaceChildren(...(error ? this.sentence(error) : []));
    this.element.querySelector('input[type=text]')?.setAttribute('aria-invalid', String(Boolean(error)));
  }

  // The page's words for what can be said in them, else the engine's.
  sentence({ code, detail }) {
    const [low, high] = this.covariate.possible ?? [];
    if (current() === 'en') return [engine(detail)];
    const own = ['notANumber', 'notAnInteger', 'implausible', 'unknownLevel'].includes(code)
      ? t(code, { low: plain(low ?? 0), high: plain(high ?? 0), unit: this.covariate.unit ?? '' }) : null;
    return own ? [own, el('br'), engine(detail, 'span', { class: 'small' })] : [engine(detail)];
  }

  // What the engine understood, where it is not what stands there: another unit, a synonym.
  echo(value) {
    const text = value === undefined ? '' : this.words(value);
    const isPlain = this.covariate.kind === 'number' ? this.value === this.text.trim() && !/[a-z%]/i.test(this.text) : text === this.text.trim();
    const isShown = text && !isPlain && (this.isLong || this.covariate.kind === 'number');
    this.echoLine.textContent = isShown ? t('understood', { text }) : '';
  }

  // A canonical value in words.
  words(value) {
    if (Array.isArray(value)) return value.map((one) => this.words(one)).join(' / ');
    if (typeof value === 'number') return `${plain(value)}${this.covariate.unit ? ` ${unitWords(this.covariate.unit)}` : ''}`;
    const level = this.covariate.levels?.find(({ name }) => name === String(value));
    return level ? named(level.label) : String(value);
  }
}
