package dev.posthorn.system;

import dev.posthorn.system.load.Fault;
import dev.posthorn.system.load.Load;
import dev.posthorn.system.load.Reckoning;
import dev.posthorn.system.stack.Part;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Answer;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Publisher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The long form of {@link CrashTest} and {@link SeveralInstancesTest}, for {@code ./posthorn bench faults}: minutes of load
 * while one part after another, two by lot, and all at once die and come back, in an order by lot.
 */
@Tag("long")
@ExtendWith(StackExtension.class)
class FaultRunTest {

    private static final int ROUNDS = Integer.getInteger("posthorn.faults.rounds", 2);
    private static final Duration BEFORE = Duration.ofSeconds(10);
    private static final Duration AFTER = Duration.ofSeconds(10);
    private static final Duration BEYOND_THE_LEASE = Duration.ofSeconds(25);

    private static final List<Part> SENDERS = List.of(Part.DELIVERY, Part.DELIVERY_2);
    private static final List<Part> OTHERS = List.of(Part.POSTGRES, Part.BROKER, Part.MONITORING);
    private static final List<Part> ALL =
            Stream.concat(SENDERS.stream(), OTHERS.stream()).toList();

    private final Stack stack;
    private final Random lot = new Random();

    FaultRunTest(Stack stack) {
        this.stack = stack;
    }

    /** @param paused rather than killed */
    private record Scenario(String title, List<Part> parts, boolean paused) {}

    @Test
    @Timeout(value = 6, unit = TimeUnit.HOURS)
    void losesNothingHoweverOftenAndInWhateverOrderItsPartsDie() {
        var failures = new ArrayList<Throwable>();
        for (int round = 1; round <= ROUNDS; round++) {
            for (var scenario : scenarios()) {
                try {
                    run(scenario);
                } catch (RuntimeException | AssertionError e) {
                    // The others are of interest all the same.
                    Reckoning.tell("   FAILED: " + scenario.title() + ": " + e.getMessage());
                    failures.add(e);
                }
            }
        }
        assertThat(failures).isEmpty();
    }

    private List<Scenario> scenarios() {
        var scenarios = new ArrayList<Scenario>();
        ALL.forEach(part -> scenarios.add(new Scenario(part + " killed", List.of(part), false)));
        var two = new ArrayList<>(ALL);
        Collections.shuffle(two, lot);
        scenarios.add(new Scenario(two.get(0) + " and " + two.get(1) + " killed", two.subList(0, 2), false));
        scenarios.add(new Scenario("both instances killed", SENDERS, false));
        scenarios.add(new Scenario("all of these killed", ALL, false));
        var sleeper = SENDERS.get(lot.nextInt(SENDERS.size()));
        scenarios.add(
                new Scenario(sleeper + " stopped for " + BEYOND_THE_LEASE.toSeconds() + " s", List.of(sleeper), true));
        Collections.shuffle(scenarios, lot);
        return scenarios;
    }

    private void run(Scenario scenario) {
        try (var subscriber = TestSubscriber.start()) {
            subscriber.answer(Answer.status(200).after(Duration.ofMillis(50)));
            var load = Load.on(stack.newTenant(), subscriber, 8);
            try (var publisher = load.publish()) {
                pass(BEFORE);
                var fault = scenario.paused() ? pause(scenario) : kill(scenario, publisher);
                pass(AFTER);
                load.settle(fault, publisher);
            }
            load.awaitStatistics();
        } finally {
            stack.awaitRecovery();
        }
    }

    private Fault kill(Scenario scenario, Publisher publisher) {
        var begun = Fault.begin(scenario.title());
        scenario.parts().forEach(stack::kill);
        var killed = begun.atOnce();
        publisher.awaitAcceptedAgain();
        var over = begun.over();
        stack.awaitRecovery();
        // Who lives while the database is away holds outcomes that are not recorded.
        var livesWithoutDatabase =
                scenario.parts().contains(Part.POSTGRES) && !scenario.parts().containsAll(SENDERS);
        return livesWithoutDatabase ? over : killed;
    }

    private Fault pause(Scenario scenario) {
        var begun = Fault.begin(scenario.title());
        scenario.parts().forEach(stack::pause);
        var paused = begun.paused();
        try {
            pass(BEYOND_THE_LEASE);
        } finally {
            scenario.parts().forEach(stack::resume);
        }
        return paused;
    }

    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusMinutes(1)).until(() -> true);
    }
}
