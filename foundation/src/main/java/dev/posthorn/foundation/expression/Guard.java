package dev.posthorn.foundation.expression;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one evaluation has used up. The library asks before and after each of an expression's nodes, and the functions ask
 * before they begin, so that none of them starts on more than they can finish in a moment.
 *
 * <p>Time is the thread's own, so that a busy machine fails nobody's expression; the wall's counts only when it is far
 * beyond. A value's weight counts what is met on a walk through it, things that it holds twice also twice: two hundred
 * characters can make a value that fits in memory and takes years to walk through.
 */
final class Guard {

    static final int LONGEST_TEXT = 512 * 1024;

    static final long CPU_NANOS = 100_000_000;
    private static final long WALL_NANOS = 1_000_000_000;
    private static final long MOST_ALLOCATED = 64 * 1024 * 1024;
    private static final int DEEPEST = 200;
    private static final int LONGEST_RANGE = 10_000;
    private static final long HEAVIEST = 400_000;
    private static final int CHARACTERS_PER_WEIGHT = 8;
    private static final long MOST_COMPARISONS = 50_000_000;
    private static final int STEPS_BETWEEN_LOOKS = 16;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ThreadLocal<Guard> CURRENT = new ThreadLocal<>();

    private final long wallStart = System.nanoTime();
    private final long cpuStart = THREADS.getCurrentThreadCpuTime();
    private final long allocatedStart = THREADS.getCurrentThreadAllocatedBytes();
    private final IdentityHashMap<Object, Long> weights = new IdentityHashMap<>();
    private int depth;
    private int steps;

    private boolean excessive;

    /** Once a limit is reached nothing goes on, even if the library swallowed the exception. */
    private ExpressionException tripped;

    /** Begins an evaluation in this thread. */
    static Guard begin() {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("A virtual thread's use of memory and time is not counted");
        }
        var guard = new Guard();
        CURRENT.set(guard);
        return guard;
    }

    static void end() {
        CURRENT.remove();
    }

    static Guard current() {
        return CURRENT.get();
    }

    /** Null when no limit was reached. */
    ExpressionException tripped() {
        return tripped;
    }

    /** Whether time or memory was up. */
    boolean wasExcessive() {
        return excessive;
    }

    void enter() {
        if (++depth > DEEPEST) {
            throw trip("The expression calls itself, or is nested, too deeply");
        }
        step();
    }

    void exit(Object result) {
        depth--;
        admit(result);
    }

    /** Looks at the clock now and then. */
    void step() {
        if (tripped != null) {
            throw tripped;
        }
        if (++steps % STEPS_BETWEEN_LOOKS == 0) {
            look();
        }
    }

    void look() {
        long wall = System.nanoTime() - wallStart;
        if (wall > CPU_NANOS && (wall > WALL_NANOS || THREADS.getCurrentThreadCpuTime() - cpuStart > CPU_NANOS)) {
            excessive = true;
            throw trip("The expression takes longer than " + CPU_NANOS / 1_000_000 + " ms");
        }
        if (THREADS.getCurrentThreadAllocatedBytes() - allocatedStart > MOST_ALLOCATED) {
            excessive = true;
            throw trip("The expression takes more than " + MOST_ALLOCATED / 1024 / 1024 + " MiB of memory");
        }
    }

    /** Refuses values that whatever comes next could not handle in a moment. */
    void admit(Object value) {
        if (tripped != null) {
            throw tripped;
        }
        if (value instanceof String text) {
            admitLength(text.length());
        } else if ((value instanceof List || value instanceof Map) && weightOf(value) > HEAVIEST) {
            throw trip("The expression makes a value that is too large");
        }
    }

    void admitLength(long characters) {
        if (characters > LONGEST_TEXT) {
            throw trip("The expression makes a text of more than " + LONGEST_TEXT / 1024 + " Ki characters");
        }
    }

    /** Looking for a text in another may take as many steps as the product of their lengths. */
    void admitSearch(String text, String part) {
        if ((long) text.length() * part.length() > MOST_COMPARISONS) {
            throw trip("The expression looks for a long text in a long text");
        }
    }

    private long weightOf(Object value) {
        return switch (value) {
            case String text -> 1 + text.length() / CHARACTERS_PER_WEIGHT;
            case List<?> list
            when list.size() > LONGEST_RANGE && isRange(list) ->
                throw trip("A range has at most " + LONGEST_RANGE + " numbers");
            case List<?> list -> weightOf(list, list);
            case Map<?, ?> map -> weightOf(map, map.values());
            case null, default -> 1;
        };
    }

    private long weightOf(Object container, Iterable<?> parts) {
        Long known = weights.get(container);
        if (known != null) {
            return known;
        }
        long weight = 1;
        for (Object part : parts) {
            weight += weightOf(part);
            if (weight > HEAVIEST) {
                break;
            }
        }
        weights.put(container, weight);
        return weight;
    }

    /** It counts as it is walked through, and has not been made yet. */
    private static boolean isRange(List<?> list) {
        return list.getClass().getSimpleName().equals("RangeList");
    }

    private ExpressionException trip(String message) {
        tripped = new ExpressionException(message);
        return tripped;
    }
}
