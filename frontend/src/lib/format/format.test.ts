import { describe, expect, it } from 'vitest';
import { formatDuration } from './duration';
import { indentJson } from './indentJson';
import { formatTime, formatUtc } from './time';

describe('a duration', () => {
  it.each([
    ['PT0.182S', '182 ms'],
    ['PT5S', '5.00 s'],
    ['PT1M2.5S', '62.50 s'],
    ['PT0S', '<1 ms'],
    ['soon', 'soon'],
  ])('%s reads %s', (iso, text) => {
    expect(formatDuration(iso)).toBe(text);
  });
});

describe('indented JSON', () => {
  it('keeps numbers, escapes and key order as they were sent', () => {
    expect(indentJson('{"b":12345678901234567890,"a":[1.10,"\\u00e9, {x}"],"c":{},"d":[]}')).toBe(
      '{\n  "b": 12345678901234567890,\n  "a": [\n    1.10,\n    "\\u00e9, {x}"\n  ],\n  "c": {},\n  "d": []\n}',
    );
  });

  it('leaves text that is no JSON alone', () => {
    expect(indentJson('<html>{"a":1}</html>')).toBe('<html>{"a":1}</html>');
  });
});

describe('a time', () => {
  const now = new Date(2026, 5, 15, 18, 0, 0);

  it('shows no date for today', () => {
    expect(formatTime(new Date(2026, 5, 15, 9, 5, 7), now)).not.toContain('15');
  });

  it('shows the day for another day of this year', () => {
    expect(formatTime(new Date(2026, 1, 3, 9, 5, 7), now)).toContain('3');
  });

  it('has a UTC form that is the same everywhere', () => {
    expect(formatUtc(new Date('2026-01-15T10:30:00.250Z'))).toBe('2026-01-15 10:30:00 UTC');
  });
});
