package dev.posthorn.benchmarks;

import dev.posthorn.benchmarks.scenario.Plan;
import dev.posthorn.benchmarks.scenario.Scenario;
import dev.posthorn.benchmarks.scenario.Scenarios;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * What was typed after {@code ./posthorn bench}.
 *
 * @param port the first of the stack's ports
 * @param keep whether the stack stays when all is done
 * @param reuse whether the stack of an earlier run is used, and what is in it
 * @param quick whether this only shows that everything works, so that its results are not kept
 */
record Options(List<Scenario> scenarios, Plan plan, int port, Path folder, boolean keep, boolean reuse, boolean quick) {

    /** What the person typed cannot be understood; the message says why. */
    static final class Misused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Misused(String message) {
            super(message);
        }
    }

    /** @param folder used when none is given */
    static Options parse(List<String> words, Path folder) {
        return new Parser(words, folder).parse();
    }

    private static final class Parser {

        private final Deque<String> left;
        private final List<String> names = new ArrayList<>();
        private Path folder;
        private int port = 18_080;
        private boolean keep;
        private boolean reuse;
        private boolean quick;
        private Duration warmUp;
        private Duration window;
        private Double scale;
        private Integer batch;
        private Integer open;
        private Integer requests;

        private Parser(List<String> words, Path folder) {
            this.left = new ArrayDeque<>(words);
            this.folder = folder;
        }

        private Options parse() {
            while (!left.isEmpty()) {
                read(left.poll());
            }
            Plan base = quick ? Plan.QUICK : Plan.DEFAULT;
            var plan = new Plan(
                    or(warmUp, base.warmUp()),
                    or(window, base.window()),
                    or(window, base.soak()),
                    or(scale, base.scale()),
                    or(batch, base.batch()),
                    or(open, base.open()),
                    or(requests, base.requests()));
            return new Options(scenarios(), plan, port, folder.toAbsolutePath().normalize(), keep, reuse, quick);
        }

        private void read(String word) {
            if (word.startsWith("--") && word.contains("=")) {
                left.push(word.substring(word.indexOf('=') + 1));
                read(word.substring(0, word.indexOf('=')));
                return;
            }
            switch (word) {
                case "--quick" -> quick = true;
                case "--keep" -> keep = true;
                case "--reuse" -> reuse = true;
                case "--duration" -> window = value(word, Parser::duration);
                case "--warm-up" -> warmUp = value(word, Parser::duration);
                case "--scale" -> scale = value(word, Double::valueOf);
                case "--batch" -> batch = value(word, Integer::valueOf);
                case "--open" -> open = value(word, Integer::valueOf);
                case "--requests" -> requests = value(word, Integer::valueOf);
                case "--port" -> port = value(word, Integer::valueOf);
                case "--data" -> folder = value(word, Path::of);
                default -> {
                    if (word.startsWith("-")) {
                        throw new Misused("Unknown option " + word + ".");
                    }
                    names.add(word);
                }
            }
        }

        private List<Scenario> scenarios() {
            if (names.isEmpty()) {
                return Scenarios.all();
            }
            return names.stream()
                    // "throughput --batch 100" is what the scenario of batches is called elsewhere.
                    .map(name -> batch != null && name.equals("throughput") ? "throughput-batch" : name)
                    .map(name ->
                            Scenarios.find(name).orElseThrow(() -> new Misused("There is no scenario " + name + ".")))
                    .toList();
        }

        private <T> T value(String option, Function<String, T> read) {
            String text = left.poll();
            if (text == null) {
                throw new Misused(option + " needs a value.");
            }
            try {
                return read.apply(text);
            } catch (IllegalArgumentException e) {
                throw new Misused(option + " cannot be \"" + text + "\".");
            }
        }

        /** "30" and "30s" are seconds, "5m" minutes. */
        private static Duration duration(String text) {
            if (!text.matches("[1-9][0-9]{0,5}[sm]?")) {
                throw new IllegalArgumentException(text);
            }
            long number = Long.parseLong(text.replaceAll("\\D", ""));
            return text.endsWith("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
        }

        private static <T> T or(T value, T otherwise) {
            return value == null ? otherwise : value;
        }
    }
}
