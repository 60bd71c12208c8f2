import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileText } from '../../../properties/support/hostile-text.js';
import { StyleClasses } from './style-classes.js';

describe('classes for styles', () => {
  test('are one for each style, with the declarations that formulas need', () => {
    const styles = new StyleClasses();
    expect(styles.classOf('height:1.5em;vertical-align:-0.25em;')).toBe('s0');
    expect(styles.classOf('top: 3px')).toBe('s1');
    expect(styles.classOf('height:1.5em; vertical-align:-0.25em')).toBe('s0');
    expect(styles.css()).toBe('.s0.s0{height:1.5em;vertical-align:-0.25em}\n.s1.s1{top:3px}');
  });

  test('do not exist for what no formula needs', () => {
    const styles = new StyleClasses();
    for (const style of [
      'background:url(x)',
      'color:url(x)',
      'height:1em}body{color:red',
      'behavior:x',
      'top:\\75',
      '',
    ]) {
      expect(styles.classOf(style), style).toBeUndefined();
    }
    expect(styles.css()).toBe('');
  });

  test('never let a style out of its rule, whatever it is', () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom('color', 'height', 'top'), (text, property) => {
        const styles = new StyleClasses();
        const name = styles.classOf(`${property}:${text};${text}`);
        if (name !== undefined)
          expect(styles.css()).toMatch(/^\.s0\.s0\{[-a-z]+:[-\w.,#% ]+(;[-a-z]+:[-\w.,#% ]+)*\}$/);
      }),
    );
  });
});
