/**
 * Style attributes become classes: a page whose policy allows one style sheet and no style attribute cannot be restyled by
 * what stands in it. Declarations that a formula or a chart does not need are dropped.
 */

const PROPERTIES = new Set([
  ...['height', 'width', 'min-width', 'max-width', 'vertical-align', 'top', 'bottom', 'left', 'right', 'position'],
  ...['margin-left', 'margin-right', 'margin-top', 'padding-left', 'padding-right', 'padding-top'],
  ...['border-bottom-width', 'border-top-width', 'border-right-width', 'border-width', 'border-style', 'color'],
  ...['overflow', 'text-anchor', 'font-size'],
]);
/** Numbers, units, names and colours; no function such as `url()`, no escape, no end of the declaration. */
const VALUE = /^[-\w.,#% ]{1,60}$/;

/** One element, as far as it matters here. */
export interface StyledElement {
  readonly getAttribute: (name: string) => string | null;
  readonly setAttribute: (name: string, value: string) => void;
  readonly removeAttribute: (name: string) => void;
}

export class StyleClasses {
  private readonly names = new Map<string, string>();

  /** The class that stands for a style; undefined where nothing of it is needed. */
  classOf(style: string): string | undefined {
    const kept = declarationsOf(style);
    if (kept === '') return undefined;
    const name = this.names.get(kept) ?? `s${this.names.size}`;
    this.names.set(kept, name);
    return name;
  }

  /** Replaces the style attribute of an element by a class. */
  take(element: StyledElement): void {
    const style = element.getAttribute('style');
    if (style === null) return;
    element.removeAttribute('style');
    const name = this.classOf(style);
    if (name !== undefined) element.setAttribute('class', `${element.getAttribute('class') ?? ''} ${name}`.trim());
  }

  /** The rules of all classes; twice the class outweighs the rules of libraries, as a style attribute would. */
  css(): string {
    return [...this.names].map(([declarations, name]) => `.${name}.${name}{${declarations}}`).join('\n');
  }
}

function declarationsOf(style: string): string {
  return style
    .split(';')
    .map((declaration) => {
      const colon = declaration.indexOf(':');
      const property = declaration.slice(0, Math.max(0, colon)).trim().toLowerCase();
      const value = declaration.slice(colon + 1).trim();
      return PROPERTIES.has(property) && VALUE.test(value) ? `${property}:${value}` : '';
    })
    .filter((declaration) => declaration !== '')
    .join(';');
}
