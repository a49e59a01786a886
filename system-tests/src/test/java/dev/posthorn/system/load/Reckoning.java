package dev.posthorn.system.load;

import dev.posthorn.system.subscriber.Received;
import dev.posthorn.system.tenant.Tenant.RecordedAttempt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What became of a load, counted at the receiver.
 *
 * @param refused events that were not answered with 202; nothing was promised, though they may have been stored
 * @param received different events that arrived
 * @param lost ids of accepted events that did not
 * @param duplicates requests beyond the first for the same event
 * @param inFlight requests that were out when it happened: sent, and their outcome not on disk
 * @param unexplained duplicates of events that were not in flight as often as they were repeated
 */
public record Reckoning(
        String title,
        int accepted,
        int refused,
        int received,
        Set<String> lost,
        int duplicates,
        int inFlight,
        List<String> unexplained) {

    private static final Path TABLE = Path.of("target/faults.txt");
    private static final String ROW = "%-54s %9s %8s %9s %5s %11s %10s";

    static Reckoning of(
            Fault fault, Set<String> accepted, int refused, List<Received> received, List<RecordedAttempt> attempts) {
        Map<String, RecordedAttempt> recorded =
                attempts.stream().collect(Collectors.toMap(RecordedAttempt::span, Function.identity()));
        var requests = new HashMap<String, Integer>();
        var inFlight = new HashMap<String, Integer>();
        for (var request : received) {
            requests.merge(request.eventId(), 1, Integer::sum);
            var attempt = recorded.get(request.span());
            if (attempt == null
                    ? fault.wasInFlight(request.at())
                    : fault.wasInFlight(request.at(), attempt.endedAt())) {
                inFlight.merge(request.eventId(), 1, Integer::sum);
            }
        }
        var unexplained = new ArrayList<String>();
        requests.forEach((event, count) -> {
            if (count - 1 > inFlight.getOrDefault(event, 0)) {
                unexplained.add(event);
            }
        });
        return new Reckoning(
                fault.title(),
                accepted.size(),
                refused,
                requests.size(),
                accepted.stream().filter(event -> !requests.containsKey(event)).collect(Collectors.toUnmodifiableSet()),
                received.size() - requests.size(),
                inFlight.values().stream().mapToInt(Integer::intValue).sum(),
                unexplained);
    }

    /** To the screen, and to the table that {@code ./posthorn bench faults} shows at its end. */
    void print() {
        var row = ROW.formatted(title, accepted, refused, received, lost.size(), duplicates, inFlight);
        System.out.println(row);
        tell(row);
    }

    /** Adds a line to the table of this run. */
    public static void tell(String line) {
        try {
            var heading = Files.exists(TABLE)
                    ? ""
                    : ROW.formatted("fault", "accepted", "refused", "received", "lost", "duplicates", "in flight")
                            + "\n";
            Files.writeString(TABLE, heading + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
