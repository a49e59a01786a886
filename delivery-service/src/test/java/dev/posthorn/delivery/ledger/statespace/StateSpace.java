package dev.posthorn.delivery.ledger.statespace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at every state that a model can come into, nearest first, so that a counterexample is a shortest one.
 *
 * <p>Two things are checked: that no state is broken, and that from every state an end can be reached by steps that are no
 * faults.
 */
final class StateSpace<S> {

    /** Far beyond what our models need: a model that grew must not take the build's memory. */
    private static final int MOST_STATES = 3_000_000;

    /** What a model says of its states. All states are values with {@code equals}. */
    interface Model<S> {

        S start();

        void steps(S from, Steps<S> steps);

        /** What is wrong with the state; null when nothing is. */
        String broken(S state);

        /** Whether everything is done that was promised. */
        boolean isEnd(S state);
    }

    /** Takes the steps that are possible in a state. */
    interface Steps<S> {

        void step(String what, S next);

        /** A step that nobody may count on. */
        void fault(String what, S next);
    }

    /** @param counterexample null when there is none; otherwise what is wrong, after the steps that lead to it */
    record Result(int states, int steps, String counterexample) {}

    private final Model<S> model;
    private final Map<S, Integer> numbers = new HashMap<>();
    private final List<S> states = new ArrayList<>();
    private final List<String> reachedBy = new ArrayList<>();
    private final Pairs parents = new Pairs();
    private final Pairs stepsWithoutFault = new Pairs();
    private int steps;

    private StateSpace(Model<S> model) {
        this.model = model;
    }

    static <S> Result search(Model<S> model) {
        return new StateSpace<>(model).search();
    }

    private Result search() {
        reach(model.start(), "start", 0);
        for (int at = 0; at < states.size(); at++) {
            String broken = model.broken(states.get(at));
            if (broken != null) {
                return new Result(states.size(), steps, trace(at, broken));
            }
            expand(at);
        }
        int stuck = findStuck();
        return new Result(
                states.size(), steps, stuck < 0 ? null : trace(stuck, "from here nothing but a fault leads to an end"));
    }

    private void expand(int at) {
        model.steps(states.get(at), new Steps<>() {
            @Override
            public void step(String what, S next) {
                stepsWithoutFault.add(at, reach(next, what, at));
            }

            @Override
            public void fault(String what, S next) {
                reach(next, "FAULT " + what, at);
            }
        });
    }

    private int reach(S state, String what, int from) {
        steps++;
        Integer known = numbers.putIfAbsent(state, states.size());
        if (known != null) {
            return known;
        }
        if (states.size() == MOST_STATES) {
            throw new IllegalStateException("More than " + MOST_STATES + " states");
        }
        states.add(state);
        reachedBy.add(what);
        parents.add(from, states.size() - 1);
        return states.size() - 1;
    }

    /** Goes backwards from all ends. @return the nearest state that was not met, or -1 */
    private int findStuck() {
        int[][] before = stepsWithoutFault.bySecond(states.size());
        var met = new boolean[states.size()];
        var next = new ArrayDeque<Integer>();
        for (int at = 0; at < states.size(); at++) {
            if (model.isEnd(states.get(at))) {
                met[at] = true;
                next.add(at);
            }
        }
        while (!next.isEmpty()) {
            for (int from : before[next.poll()]) {
                if (!met[from]) {
                    met[from] = true;
                    next.add(from);
                }
            }
        }
        for (int at = 0; at < met.length; at++) {
            if (!met[at]) {
                return at;
            }
        }
        return -1;
    }

    private String trace(int last, String broken) {
        var lines = new ArrayList<String>();
        for (int at = last; at > 0; at = parents.first(at)) {
            lines.add(reachedBy.get(at));
        }
        Collections.reverse(lines);
        return broken + "\n  " + String.join("\n  ", lines) + "\nin " + states.get(last);
    }

    /** Many pairs of numbers, without an object for each. */
    private static final class Pairs {

        private int[] values = new int[1024];
        private int size;

        void add(int first, int second) {
            if (size + 2 > values.length) {
                values = Arrays.copyOf(values, values.length * 2);
            }
            values[size++] = first;
            values[size++] = second;
        }

        int first(int pair) {
            return values[2 * pair];
        }

        /** For each second number the first ones that stand with it. */
        int[][] bySecond(int count) {
            var sizes = new int[count];
            for (int at = 1; at < size; at += 2) {
                sizes[values[at]]++;
            }
            var grouped = new int[count][];
            for (int second = 0; second < count; second++) {
                grouped[second] = new int[sizes[second]];
            }
            for (int at = 0; at < size; at += 2) {
                int second = values[at + 1];
                grouped[second][--sizes[second]] = values[at];
            }
            return grouped;
        }
    }
}
