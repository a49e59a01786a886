package dev.posthorn.benchmarks.load;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** A set of numbers from 0 on, one bit each: exact, however many events a run has. Any thread. */
public final class NumberSet {

    private static final int WORDS = 1 << 14;
    private static final long BITS = WORDS * 64L;
    private static final int CHUNKS = 1 << 13;

    private final AtomicReferenceArray<AtomicLongArray> chunks = new AtomicReferenceArray<>(CHUNKS);

    /** @return whether the number was not in the set before */
    public boolean add(long number) {
        AtomicLongArray chunk = chunkOf(number);
        int word = (int) (number % BITS / 64);
        long bit = 1L << number;
        return (chunk.getAndAccumulate(word, bit, (before, more) -> before | more) & bit) == 0;
    }

    public boolean contains(long number) {
        AtomicLongArray chunk = chunks.get((int) (number / BITS));
        return chunk != null && (chunk.get((int) (number % BITS / 64)) & 1L << number) != 0;
    }

    public long size() {
        return countWithout(new NumberSet());
    }

    /** How many of these numbers are not in the other set. */
    public long countWithout(NumberSet other) {
        long count = 0;
        for (int at = 0; at < CHUNKS; at++) {
            AtomicLongArray mine = chunks.get(at);
            AtomicLongArray theirs = other.chunks.get(at);
            for (int word = 0; mine != null && word < WORDS; word++) {
                count += Long.bitCount(mine.get(word) & ~(theirs == null ? 0 : theirs.get(word)));
            }
        }
        return count;
    }

    private AtomicLongArray chunkOf(long number) {
        int at = Math.toIntExact(number / BITS);
        AtomicLongArray chunk = chunks.get(at);
        if (chunk == null) {
            chunks.compareAndSet(at, null, new AtomicLongArray(WORDS));
            chunk = chunks.get(at);
        }
        return chunk;
    }
}
