/**
 * Indents JSON by whitespace alone: numbers, escapes and key order stay as they were sent, which
 * `JSON.stringify(JSON.parse(text))` does not promise. Text that is no JSON comes back unchanged.
 */
export function indentJson(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let depth = 0;
  let out = '';
  const newLine = () => `\n${'  '.repeat(depth)}`;
  tokens.forEach((token, index) => {
    const previous = tokens[index - 1];
    switch (token) {
      case '{':
      case '[':
        depth += 1;
        out += token;
        if (tokens[index + 1] !== closing[token]) out += newLine();
        break;
      case '}':
      case ']':
        depth -= 1;
        if (previous !== opening[token]) out += newLine();
        out += token;
        break;
      case ',':
        out += token + newLine();
        break;
      case ':':
        out += ': ';
        break;
      default:
        out += token;
    }
  });
  return out;
}

const closing = { '{': '}', '[': ']' } as const;
const opening = { '}': '{', ']': '[' } as const;
