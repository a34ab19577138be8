// Two drawings of what the engine answered: survival over time, and a hundred patients. They place
// numbers; they compute none.

import { el, svg } from './elements.js';
import { t, percent, percentRange, plain } from './words.js';

const ink = '#1c2326'; const quiet = '#4d585d'; const rule = '#d5dbdd'; const accent = '#0d5a63';
const [width, height, left, right, top, bottom] = [400, 270, 58, 12, 12, 44];

// arms: [{name, points: [{years, survival, interval}], course: {years, survival, lower, upper} | null}].
export function curves(arms, caption) {
  const last = Math.max(...arms.flatMap((arm) => [...arm.points.map(({ years }) => years), ...(arm.course?.years.slice(-1) ?? [])]), 1);
  const end = last * 1.08;
  const x = (years) => left + (years / end) * (width - left - right);
  const y = (survival) => top + (1 - survival) * (height - top - bottom);
  const at = (value) => value.toFixed(2);
  const step = [1, 2, 5, 10].find((candidate) => last / candidate <= 6) ?? 20;
  const ticks = Array.from({ length: Math.floor(last / step) + 1 }, (_, place) => place * step);
  const grid = [0, 0.2, 0.4, 0.6, 0.8, 1].map((value) => [
    svg('line', { x1: left, x2: width - right, y1: at(y(value)), y2: at(y(value)), stroke: rule }),
    svg('text', { x: left - 8, y: at(y(value) + 4), 'text-anchor': 'end' }, `${Math.round(value * 100)} %`)]);
  const axis = ticks.map((years) => [
    svg('line', { x1: at(x(years)), x2: at(x(years)), y1: y(0), y2: y(0) + 5, stroke: quiet }),
    svg('text', { x: at(x(years)), y: y(0) + 20, 'text-anchor': 'middle' }, plain(years))]);
  const series = arms.map((arm, place) => {
    const color = place === 0 ? ink : accent;
    const steps = (years, values) => `M${at(x(0))} ${at(y(1))}`
      + years.map((time, index) => `H${at(x(time))}V${at(y(values[index]))}`).join('');
    const offset = (place - (arms.length - 1) / 2) * 10;
    const group = svg('g', { 'data-arm': place === 0 ? 'without' : 'with', fill: 'none', stroke: color, 'stroke-width': 2 });
    if (arm.course?.lower?.every((value) => value !== null)) {
      const { years, lower, upper } = arm.course;
      const back = [...years.keys()].reverse().map((index) => `V${at(y(lower[index]))}H${at(x(index ? years[index - 1] : 0))}`).join('');
      group.append(svg('path', { d: `${steps(years, upper)}${back}Z`, fill: color, 'fill-opacity': 0.13, stroke: 'none' }));
    }
    if (arm.course) {
      group.append(svg('path', { d: steps(arm.course.years, arm.course.survival), 'stroke-dasharray': place ? '7 3' : null }));
    }
    for (const { years, survival, interval } of arm.points) {
      const cx = x(years) + offset;
      const mark = { 'data-years': years, 'data-survival': survival, 'data-low': interval?.[0] ?? null, 'data-high': interval?.[1] ?? null, fill: color, stroke: '#fff' };
      if (interval) group.append(svg('path', { d: `M${at(cx - 4)} ${at(y(interval[1]))}h8m-4 0V${at(y(interval[0]))}m-4 0h8` }));
      group.append(place === 0
        ? svg('circle', { cx: at(cx), cy: at(y(survival)), r: 5, ...mark })
        : svg('rect', { x: at(cx - 5), y: at(y(survival) - 5), width: 10, height: 10, ...mark }));
    }
    return group;
  });
  const description = arms.map((arm) => `${arm.name}: ${arm.points.map(({ years, survival, interval }) => t('at', { what: percent(survival) + (interval ? ` (${percentRange(interval)})` : ''), time: t(years === 1 ? 'year' : 'years', { n: plain(years) }) })).join(', ')}.`).join(' ');
  return el('figure', {}, el('figcaption', {}, caption),
    svg('svg', { class: 'curves', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${caption}. ${description}` },
      grid, axis, svg('text', { x: (left + width - right) / 2, y: height - 6, 'text-anchor': 'middle' }, t('timeAxis')), series),
    el('ul', { class: 'legend' }, arms.map((arm, place) => el('li', {},
      svg('svg', { viewBox: '0 0 20 20', 'aria-hidden': 'true' }, place === 0
        ? svg('circle', { cx: 10, cy: 10, r: 6, fill: ink }) : svg('rect', { x: 4, y: 4, width: 12, height: 12, fill: accent })), arm.name))));
}

const fates = ['aliveEitherWay', 'aliveOnlyWith', 'aliveOnlyWithout', 'aliveNeitherWay'];

function icon(fate, x, y) {
  const line = (d, stroke) => svg('path', { d, stroke, 'stroke-width': 2.2, fill: 'none' });
  const ring = (stroke) => svg('circle', { cx: x, cy: y, r: 8, fill: '#fff', stroke, 'stroke-width': 2 });
  switch (fate) {
    case 'aliveEitherWay': return [svg('circle', { cx: x, cy: y, r: 9, fill: ink })];
    case 'aliveOnlyWith': return [ring(accent), line(`M${x - 5} ${y}h10M${x} ${y - 5}v10`, accent)];
    case 'aliveOnlyWithout': return [ring(ink), line(`M${x - 5} ${y}h10`, ink)];
    default: return [line(`M${x - 6} ${y - 6}l12 12m0 -12l-12 12`, quiet)];
  }
}

// counts: the engine's four, which add up to a hundred.
export function hundred(counts, hasEffect, caption) {
  const shown = hasEffect ? fates : ['aliveEitherWay', 'aliveNeitherWay'];
  const words = (fate) => t(hasEffect ? fate : fate === 'aliveEitherWay' ? 'alive' : 'notAlive');
  let place = 0;
  const groups = shown.map((fate) => svg('g', { 'data-fate': fate, 'data-count': counts[fate] },
    Array.from({ length: counts[fate] }, () => {
      const figure = svg('g', { class: 'person' }, icon(fate, 13 + (place % 10) * 24, 13 + Math.floor(place / 10) * 24));
      place += 1;
      return figure;
    })));
  const description = shown.map((fate) => `${counts[fate]} ${words(fate)}`).join('; ');
  return el('figure', {}, el('figcaption', {}, caption),
    svg('svg', { class: 'icons', viewBox: '0 0 242 242', role: 'img', 'aria-label': `${caption}: ${description}` }, groups),
    el('ul', { class: 'legend' }, shown.map((fate) => el('li', {},
      svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, icon(fate, 12, 12)), el('b', {}, String(counts[fate])), words(fate)))));
}

// Estimates with intervals, a row each; ratios on a scale of their logarithms, with a line at 1.
export function whiskers(rows, caption) {
  const isRatio = /ratio/.test(caption);
  const scaled = (value) => (isRatio ? Math.log(value) : value);
  const ends = [...rows.flatMap(({ interval }) => interval), ...(isRatio ? [1] : [])].map(scaled);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const x = (value) => (20 + ((scaled(value) - low) / (high - low || 1)) * 360).toFixed(2);
  const bottom = rows.length * 40 + 8;
  const words = ({ name, estimate, interval }) => `${name}: ${plain(estimate)} (${t('to', { low: plain(interval[0]), high: plain(interval[1]) })})`;
  return el('figure', {}, el('figcaption', {}, caption),
    svg('svg', { viewBox: `0 0 400 ${bottom + 8}`, role: 'img', 'aria-label': `${caption}. ${rows.map(words).join('; ')}` },
      isRatio ? svg('line', { x1: x(1), x2: x(1), y1: 4, y2: bottom, stroke: quiet, 'stroke-dasharray': '3 3' }) : null,
      rows.map((row, place) => {
        const y = place * 40 + 30;
        const [from, to] = row.interval.map(x);
        return [svg('text', { x: 20, y: y - 12 }, words(row)),
          svg('path', { d: `M${from} ${y - 4}v8m0 -4H${to}m0 -4v8`, stroke: accent, 'stroke-width': 2, fill: 'none' }),
          svg('circle', { cx: x(row.estimate), cy: y, r: 5, fill: accent })];
      })));
}
