/** Pages as a browser reads them: elements with their attributes, and text. */
import { parse, parseFragment, type DefaultTreeAdapterMap } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];
export type Element = DefaultTreeAdapterMap['element'];

function isElement(node: Node): node is Element {
  return 'tagName' in node;
}

export function parsePage(text: string): Node {
  return parse(text);
}

export function parsePart(text: string): Node {
  return parseFragment(text);
}

/** Every element, in order of the document. */
export function elementsOf(node: Node): Element[] {
  const below = 'childNodes' in node ? node.childNodes.flatMap(elementsOf) : [];
  return isElement(node) ? [node, ...below] : below;
}

/** All comments: none is ever meant to be there. */
export function commentsOf(node: Node): string[] {
  if (node.nodeName === '#comment') return [(node as DefaultTreeAdapterMap['commentNode']).data];
  return 'childNodes' in node ? node.childNodes.flatMap(commentsOf) : [];
}

export function textOf(node: Node): string {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterMap['textNode']).value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

export function attributeOf(element: Element, name: string): string | undefined {
  return element.attrs.find((attribute) => attribute.name === name)?.value;
}

export function withId(node: Node, id: string): Element {
  const found = elementsOf(node).find((element) => attributeOf(element, 'id') === id);
  if (found === undefined) throw new Error(`no element has the id ${id}`);
  return found;
}

/** What could load, run or restyle something: names of elements and attributes. */
export function dangersIn(node: Node): string[] {
  const elements =
    /^(script|iframe|frame|object|embed|img|image|video|audio|source|link|base|form|input|button|use|foreignobject|animate|set|template|noscript|portal)$/i;
  const attributes =
    /^(on.*|style|src|srcset|srcdoc|action|formaction|data|poster|background|ping|xlink:href|target|http-equiv)$/i;
  return elementsOf(node).flatMap((element) => [
    ...(elements.test(element.tagName) ? [element.tagName] : []),
    ...element.attrs
      .filter(
        ({ name, value }) => attributes.test(name) && !(name === 'http-equiv' && value === 'Content-Security-Policy'),
      )
      .map(({ name }) => `${element.tagName} ${name}`),
    ...element.attrs
      .filter(
        ({ name, value }) =>
          name === 'href' && !/^(#claim-[a-z0-9-]*|#[a-z]+|https:\/\/arxiv\.org\/abs\/[\d.]+)$/.test(value),
      )
      .map(({ value }) => `href ${value}`),
    ...element.attrs
      .filter(({ value }) => /url\(|javascript:/i.test(value) && !SPOKEN.has(element.tagName))
      .map(({ name, value }) => `${name}=${value}`),
  ]);
}

/** Where text may be an attribute: what a screen reader says. */
const SPOKEN = new Set(['svg', 'div', 'section', 'nav', 'figure']);

/** The names of all elements: what text can never change. */
export function skeletonOf(node: Node): string {
  return elementsOf(node)
    .map(({ tagName }) => tagName)
    .join(' ');
}
