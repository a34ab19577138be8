// Builds elements. Text enters as text nodes alone, so nothing that a document or a person writes can
// become markup.

export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined));
  return element;
}

// A table with a caption that only a screen reader reads; the first cell of a row is its header.
export function table(caption, header, rows, attributes = {}) {
  return el('div', { class: 'scroll' }, el('table', attributes,
    el('caption', { class: 'heard' }, caption),
    header ? el('thead', {}, el('tr', {}, header.map((cell) => el('th', { scope: 'col' }, cell)))) : null,
    el('tbody', {}, rows.map((row) => el('tr', {}, row.map((cell, place) => place === 0
      ? el('th', { scope: 'row' }, cell) : cell instanceof HTMLTableCellElement
        ? cell : el('td', {}, cell)))))));
}

// The engine's own sentences are English, whatever the page speaks.
export function engine(text, name = 'span', attributes = {}) {
  return el(name, { lang: 'en', ...attributes }, text);
}
