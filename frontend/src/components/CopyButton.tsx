import { useEffect, useState } from 'react';
import { Button } from './Button';

type State = 'ready' | 'copied' | 'refused';

const words: Record<State, string> = { ready: 'Copy', copied: 'Copied', refused: 'Not allowed here' };

export function CopyButton({ text, what }: { text: string; what: string }) {
  const [state, setState] = useState<State>('ready');
  useEffect(() => {
    if (state === 'ready') return;
    const timer = setTimeout(() => setState('ready'), 2_000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    );
  return (
    <Button small variant="quiet" aria-label={`${words[state]}: ${what}`} onPress={() => void copy()}>
      <span aria-live="polite">{words[state]}</span>
    </Button>
  );
}
