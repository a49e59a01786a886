package dev.posthorn.monitoring.alert;

import dev.posthorn.monitoring.statistics.StatisticsRepository;
import dev.posthorn.monitoring.statistics.StatisticsRepository.Active;
import dev.posthorn.monitoring.statistics.Tally;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The statistics of the last minutes, once for each length that some rule looks at. Only what had attempts is in it. */
final class Windows {

    private final Map<Duration, List<Active>> endpoints = new HashMap<>();
    private final Map<Duration, Map<Subject, Tally>> tallies = new HashMap<>();

    private Windows() {}

    static Windows read(StatisticsRepository statistics, Collection<Duration> lengths, Instant now)
            throws SQLException {
        var windows = new Windows();
        for (Duration length : lengths) {
            windows.put(length, statistics.active(length, now));
        }
        return windows;
    }

    private void put(Duration length, List<Active> active) {
        var sums = new HashMap<Subject, Tally>();
        for (Active one : active) {
            sums.put(new Subject(one.tenantId(), one.endpointId()), one.tally());
            sums.computeIfAbsent(Subject.tenant(one.tenantId()), tenant -> new Tally())
                    .add(one.tally());
            sums.computeIfAbsent(Subject.PLATFORM, platform -> new Tally()).add(one.tally());
        }
        endpoints.put(length, active);
        tallies.put(length, sums);
    }

    /** Everything that had attempts in at least one of the windows. */
    Set<Subject> subjects() {
        var subjects = new HashSet<Subject>();
        tallies.values().forEach(sums -> subjects.addAll(sums.keySet()));
        return subjects;
    }

    Optional<Tally> tally(Duration length, Subject subject) {
        return Optional.ofNullable(tallies.getOrDefault(length, Map.of()).get(subject));
    }

    /** The endpoints that a subject's numbers come from. */
    List<Active> endpointsOf(Duration length, Subject subject) {
        return endpoints.getOrDefault(length, List.of()).stream()
                .filter(one -> subject.isPlatform() || one.tenantId().equals(subject.tenantId()))
                .filter(one -> !subject.isEndpoint() || one.endpointId().equals(subject.endpointId()))
                .toList();
    }
}
