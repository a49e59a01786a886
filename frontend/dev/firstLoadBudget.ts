import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/**
 * Fails the build when the JavaScript of a first visit outgrows its budget: the entry and everything it
 * imports statically, compressed. Chunks of pages that load later do not count.
 */
export function firstLoadBudget({ kilobytes }: { kilobytes: number }): Plugin {
  return {
    name: 'first-load-budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const counted = new Set<string>();
      const count = (file: string): number => {
        const chunk = bundle[file];
        if (counted.has(file) || chunk?.type !== 'chunk') return 0;
        counted.add(file);
        return (
          gzipSync(chunk.code).length + chunk.imports.reduce((sum, imported) => sum + count(imported), 0)
        );
      };
      const entries = Object.values(bundle).filter((output) => output.type === 'chunk' && output.isEntry);
      const size = entries.reduce((sum, entry) => sum + count(entry.fileName), 0) / 1000;
      const text = `first load: ${size.toFixed(0)} kB of compressed JavaScript (budget ${kilobytes} kB)`;
      if (size > kilobytes) this.error(text);
      this.info(text);
    },
  };
}
