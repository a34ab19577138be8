// What chemotherapy before surgery would change: two curves, a hundred figures, a table, a sentence.

import { el, engine, table } from './elements.js';
import { curves, hundred } from './drawings.js';
import { classWords, scoresOf, sentence, what } from './answers.js';
import { t, percent, percentRange, signedPoints, range, fixed, time, plain } from './words.js';

const years = ({ value, unit }) => value / { year: 1, month: 12, day: 365.25 }[unit];
const keyOf = ({ effect, regimen, stratum, shrunken }) => [effect, regimen, stratum, shrunken].join('|');
const ratioOf = (estimate) => (estimate.hazardRatio ? ['hazardRatio', estimate.hazardRatio] : ['oddsRatio', estimate.oddsRatio]);
const named = ({ label, shrunken, stratum }) => [label, shrunken ? t('shrunken') : stratum ? t('raw') : null].filter(Boolean).join(', ');

const withInterval = (words, interval) => words + (interval ? ` (${interval})` : '');
const ends = (interval, words) => interval && range(words(interval[0]), words(interval[1]));
const hundredths = (value) => fixed(value, 2);

function ratioWords(estimate) {
  const [measure, ratio] = ratioOf(estimate);
  return withInterval(`${t(measure)} ${hundredths(ratio.estimate)}`, ends(ratio.interval, hundredths));
}
const quantity = ({ estimate, interval }) => withInterval(percent(estimate), interval && percentRange(interval));
const difference = ({ estimate, interval }) => withInterval(signedPoints(estimate), ends(interval, signedPoints));

// Patients are whole: the number is rounded up, as in the engine's own text.
function treated({ estimate, interval, benefitFrom, harmFrom }) {
  if (estimate === null) return t('noNumber');
  const count = (number) => fixed(Math.ceil(Math.abs(number)), 0);
  const number = estimate < 0 ? t('oneFewer', { n: count(estimate) }) : count(estimate);
  if (interval) {
    const [low, high] = [...interval].sort((one, other) => Math.abs(one) - Math.abs(other));
    return withInterval(number, range(count(low), count(high)));
  }
  const sides = [benefitFrom === null ? null : t('oneMore', { n: count(benefitFrom) }), harmFrom === null ? null : t('oneFewer', { n: count(harmFrom) })].filter(Boolean);
  return withInterval(number, sides.length ? t('from', { text: sides.join(t('or')) }) : null);
}

// Times of a survival that somebody brings.
export const ownTimes = ['3y', '5y', '7y', '10y'];

// What is asked: source of survival without, source of the effect, prognosis alone.
function controls(benefit, context, chosen) {
  const { options, ask, models } = context;
  const baseline = el('select', { id: 'baseline', onchange: () => { options.baseline = baseline.value; ask(true); } },
    [['', t('firstApplicable')], ...[...models.values()].filter((model) => model.endpoint === 'overallSurvival')
      .map((model) => [model.id, `${model.id}${model.status === 'draft' ? ` (${t('draft')})` : ''}`]), ['own', t('own')]]
      .map(([value, text]) => el('option', { value, selected: value === options.baseline }, text)));
  const own = options.own;
  const box = (name, label) => el('label', {}, label, el('input', {
    type: 'text', inputmode: 'decimal', class: 'number', id: `own-${name}`, value: own[name], autocomplete: 'off',
    'aria-invalid': String(Boolean(own.error)), 'aria-describedby': 'own-error',
    oninput: (event) => { own[name] = event.target.value; ask(false); },
  }));
  const ownTime = el('select', { id: 'own-time', onchange: () => { own.time = ownTime.value; ask(true); } },
    ownTimes.map((value) => el('option', { value, selected: value === own.time }, t('years', { n: parseInt(value, 10) }))));
  const effects = new Map((benefit?.estimates ?? []).filter(({ effect }) => effect).map((estimate) => [keyOf(estimate), estimate]));
  const source = effects.size > 1 ? el('select', { id: 'effect', onchange: () => { options.effect = source.value; context.redraw(); } },
    [...effects].map(([key, estimate]) => el('option', { value: key, selected: key === chosen }, `${named(estimate)}: ${ratioWords(estimate)}`))) : null;
  const alone = el('input', { type: 'checkbox', id: 'alone', checked: options.prognosisOnly, onchange: () => { options.prognosisOnly = alone.checked; ask(true); } });
  return el('div', { class: 'screen' },
    el('div', { class: 'bar' }, el('label', {}, t('baseline'), baseline),
      options.baseline === 'own' ? [box('value', t('ownValue')), box('low', t('ownLow')), box('high', t('ownHigh')), el('label', {}, t('ownTime'), ownTime)] : null),
    el('p', { class: 'error', id: 'own-error', hidden: !own.error }, own.error ? t('ownWanted') : ''),
    el('div', { class: 'bar' }, source ? el('label', {}, t('source'), source) : null,
      el('label', { class: 'check' }, t('prognosisOnly'), alone)));
}

function eligibility({ eligible, criteria }) {
  const marks = { true: ['✓', 'met'], false: ['✗', 'unmet'], null: ['?', 'openCriterion'] };
  return [el('p', { id: 'eligibility', 'data-eligible': String(eligible) }, el('strong', {}, t(eligible === null ? 'undecided' : eligible ? 'eligible' : 'ineligible'))),
    eligible === false ? el('p', { class: 'small' }, criteria.filter(({ met }) => met === false).map((one) => engine(`${one.sentence} `))) : null,
    el('details', {}, el('summary', {}, t('criteria')), el('ul', { class: 'criteria' }, criteria.map(({ met, sentence: text }) => el('li', {},
      el('b', { 'aria-hidden': 'true' }, marks[met][0]), el('span', { class: 'heard' }, `${t(marks[met][1])}: `), engine(text)))))];
}

// Every source at the last time; at earlier ones behind a word.
function everySource(estimates, lead, chosen) {
  const atLast = estimates.filter((estimate) => years(estimate.time) === years(lead.time));
  const times = [...new Set(estimates.map((estimate) => years(estimate.time)))].filter((one) => one !== years(lead.time));
  return el('div', { class: 'everySource' }, el('h4', {}, t('at', { what: t('estimates'), time: time(lead.time) })), estimatesTable(atLast, chosen),
    times.map((one) => {
      const some = estimates.filter((estimate) => years(estimate.time) === one);
      return el('details', {}, el('summary', {}, t('at', { what: t('estimates'), time: time(some[0].time) })), estimatesTable(some, chosen));
    }));
}

function estimatesTable(estimates, chosen) {
  const rows = estimates.map((estimate) => [
    [keyOf(estimate) === chosen ? el('strong', {}, named(estimate)) : named(estimate),
      el('div', { class: keyOf(estimate) === chosen ? 'small' : 'small screen' }, estimate.title ? engine(estimate.title) : null, ` ${[t(estimate.design), estimate.patients ? t('patients', { n: estimate.patients }) : '', t(estimate.timing)].filter(Boolean).join(', ')}`.replace(/^ /, ' · '))],
    cell('effectRatio', ratioWords(estimate), ratioOf(estimate)[1]),
    cell('without', quantity(estimate.survivalWithout), estimate.survivalWithout),
    cell('with', quantity(estimate.survivalWith), estimate.survivalWith),
    cell('difference', difference(estimate.absoluteBenefit), estimate.absoluteBenefit),
    cell('treated', treated(estimate.numberNeededToTreat), estimate.numberNeededToTreat)]);
  return table(t('estimates'), [t('source'), t('effectRatio'), t('without'), t('with'), t('difference'), t('treated')], rows, { class: 'stack estimates' });
}
function cell(kind, text, { estimate }) {
  const [, number, interval] = /^(.*?)( \(.*\))?$/.exec(text);
  return el('td', { 'data-head': t(kind), 'data-kind': kind, 'data-exact': estimate }, number, interval ? [' ', el('span', { class: kind === 'treated' ? null : 'whole' }, interval.slice(1))] : null);
}

// The estimates that are drawn, of the source that was chosen or of the first, the last time first.
function armOf({ estimates }, { effect }) {
  const lead = estimates.find((estimate) => keyOf(estimate) === effect) ?? estimates[0];
  return estimates.filter((estimate) => keyOf(estimate) === keyOf(lead)).sort((one, other) => years(other.time) - years(one.time));
}
const isEffectShown = ({ eligibility, estimates }) => eligibility.eligible !== false && estimates.some(({ effect }) => effect);

// A survival is never without its interval and how its model came here.
const number = (words, { estimate, interval }, model) => el('span', {}, `${words} `, el('strong', {}, percent(estimate)),
  interval ? ` (${percentRange(interval)})` : '', model ? `, ${t(model.method)}` : '');

// The first of each, for whoever scrolls through the form of a telephone.
export function inShort({ comparison, benefit }, { models, options }) {
  const classified = comparison.results.find(({ model, category }) => models.get(model.id)?.isRule && category);
  const score = scoresOf(comparison, models).find(({ predictions }) => predictions.length);
  const parts = [];
  if (classified) parts.push(el('strong', {}, classWords(classified.category)));
  // Without and with stand beside each other only of one survival at one time.
  const lead = benefit && !options.given ? armOf(benefit, options)[0] : null;
  if (lead) {
    parts.push(number(what(lead), lead.survivalWithout, benefit.prognosis?.model));
    if (isEffectShown(benefit)) parts.push(number(t('with'), lead.survivalWith));
  } else if (score) {
    const last = score.predictions.at(-1);
    const given = score.given ? ` (${t('given')} ${time(score.given)})` : '';
    parts.push(number(`${what(last)}${given}`, { estimate: last.probability, interval: last.interval }, score.model));
  }
  return parts.length ? [el('a', { href: '#answers' }, parts.map((part, place) => [place ? ' · ' : '', part]))] : [];
}

export function benefitSection(answer, told, context) {
  const { benefit, course } = answer;
  const { options } = context;
  const heading = el('h3', {}, t('benefit'));
  if (!benefit) {
    return el('section', { id: 'benefit' }, heading, controls(null, context, null),
      el('div', { class: 'refusal' }, el('p', {}, t('noBenefit')), engine(sentence(answer.benefitRefusal ?? ''), 'p', { id: 'benefit-refusal' })));
  }
  const all = benefit.estimates;
  const isDrawn = isEffectShown(benefit);
  const arm = armOf(benefit, options);
  const lead = arm[0];
  const chosen = lead ? keyOf(lead) : null;
  if (!lead) return el('section', { id: 'benefit' }, heading, controls(benefit, context, chosen), eligibility(benefit.eligibility));
  const when = time(lead.time);
  const point = (estimate, { estimate: survival, interval }) => ({ years: years(estimate.time), survival, interval });
  const drawnCourse = course?.with.find(({ estimate }) => keyOf(all[estimate]) === chosen);
  const arms = [{
    name: t('without'), points: arm.map((estimate) => point(estimate, estimate.survivalWithout)),
    course: course ? { years: course.years, survival: course.without } : null,
  }];
  if (isDrawn) {
    arms.push({
      name: `${t('with')} (${named(lead)})`, points: arm.map((estimate) => point(estimate, estimate.survivalWith)),
      course: drawnCourse ? { years: course.years, ...drawnCourse } : null,
    });
  }
  const counts = isDrawn ? lead.ofHundred : alone(lead.ofHundred);
  return el('section', { id: 'benefit' }, heading, controls(benefit, context, chosen), eligibility(benefit.eligibility),
    options.given ? el('p', { class: 'small', id: 'from-start' }, t('fromStart')) : null,
    el('div', { class: 'drawings' }, curves(arms, t(isDrawn ? 'curves' : 'curveAlone')),
      hundred(counts, isDrawn, t('hundred', { time: when }))),
    course ? null : el('p', { class: 'small' }, t('onlyPoints')),
    isDrawn ? everySource(all.filter(({ effect }) => effect), lead, chosen) : null,
    isDrawn && arm.length > 1 ? el('div', { class: 'paper' }, el('h4', {}, t('at', { what: named(lead), time: arm.slice(1).map((one) => time(one.time)).join(', ') })), estimatesTable(arm.slice(1), chosen)) : null,
    record(answer, lead, isDrawn, context),
    rests(benefit, lead, isDrawn, told));
}

// The engine's count of those alive without, whatever the effect.
const alone = ({ aliveEitherWay, aliveOnlyWithout, aliveOnlyWith, aliveNeitherWay }) => ({
  aliveEitherWay: aliveEitherWay + aliveOnlyWithout, aliveNeitherWay: aliveNeitherWay + aliveOnlyWith, aliveOnlyWith: 0, aliveOnlyWithout: 0,
});

function record({ benefit, receipt }, lead, isDrawn, { copy }) {
  const endpoint = t(lead.endpoint);
  const model = benefit.prognosis?.model;
  const parts = [t('recordPrognosis', {
    endpoint: endpoint.charAt(0).toUpperCase() + endpoint.slice(1), time: time(lead.time), without: quantity(lead.survivalWithout),
    model: model ? `${model.id} ${model.version}` : t('own'), method: model ? t(model.method) : '–',
  })];
  if (isDrawn) {
    parts.push(t('recordEffect', { effect: named(lead), ratio: ratioWords(lead), with: quantity(lead.survivalWith), difference: difference(lead.absoluteBenefit) }));
    if (lead.timing === 'adjuvant') parts.push(t('extrapolation'));
  }
  parts.push(t('intendedUse'), t('recordEnd', { engine: receipt.engine, date: receipt.time.slice(0, 10), seal: receipt.seal.slice(0, 12) }));
  const text = parts.join(' ');
  return el('div', { class: 'record' }, el('h4', {}, t('record')), el('p', { id: 'record' }, text),
    el('p', { class: 'actions' }, el('button', { type: 'button', class: 'action', onclick: (event) => copy(text, event.target) }, t('copy'))));
}

// What the footnotes have told is not told again.
function rests(benefit, lead, isDrawn, told) {
  const lines = [...(benefit.strata && isDrawn ? [benefit.strata] : []), ...benefit.cautions.map(({ message }) => message).filter((message) => !told.includes(message)),
    ...(isDrawn ? [...lead.caveats, ...(lead.citation ? [lead.citation] : [])] : []),
    ...(benefit.synthesis?.refusal && isDrawn ? [benefit.synthesis.refusal] : [])];
  // What was tried before surgery itself is read first, the rest on demand.
  const described = isDrawn ? benefit.described : [];
  const words = ({ effect, findings }) => `${effect}: ${findings.join(' ')}`;
  const isBefore = ({ timing }) => timing === 'neoadjuvant';
  const others = [...described.filter((one) => !isBefore(one)).map(words), ...benefit.regimens.map(({ finding }) => finding)];
  return [el('h4', {}, t('rests')), el('ul', { class: 'notes', id: 'rests' },
    [...new Set([...described.filter(isBefore).map(words), ...lines.map(sentence)])].map((line) => engine(line, 'li'))),
  others.length ? el('details', {}, el('summary', {}, t('regimens')), el('ul', { class: 'notes' }, others.map((line) => engine(line, 'li')))) : null];
}
