// morph makes an element's inside the same as some HTML, and leaves alone what is the same
// already: what has the focus keeps it, what is being typed is not taken away, and a reader
// of the screen hears what is new.

const template = document.createElement("template");

export function morph(element, html) {
  template.innerHTML = html; // the server's own, made by html/template
  morphChildren(element, template.content);
}

function morphChildren(from, to) {
  const kept = new Map();
  for (const child of from.children) if (child.id) kept.set(child.id, child);
  let at = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    let match = wanted.id ? kept.get(wanted.id) : at && alike(at, wanted) ? at : null;
    if (match && match.nodeName !== wanted.nodeName) match = null;
    if (!match) {
      from.insertBefore(wanted, at);
      continue;
    }
    if (match === at) at = at.nextSibling;
    else from.insertBefore(match, at);
    morphNode(match, wanted);
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

function alike(a, b) {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName && !a.id && !b.id;
}

function morphNode(from, to) {
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name)) from.removeAttribute(name);
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  morphChildren(from, to);
}
