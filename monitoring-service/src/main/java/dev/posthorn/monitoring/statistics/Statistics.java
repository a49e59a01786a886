package dev.posthorn.monitoring.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The answer to a {@link StatisticsQuery}. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(description = "Statistics of a range of time, as a whole and step by step")
public record Statistics(
        @Schema(examples = "2026-01-15T10:00:00Z") Instant from,
        @Schema(examples = "2026-01-15T11:00:00Z") Instant to,

        @Schema(implementation = String.class, examples = "PT1M")
        Duration step,

        @Schema(implementation = String.class, examples = "endpoint")
        String groupBy,

        @Schema(description = "All groups together, also those that were left out")
        Figures total,

        @Schema(description = "Those with the most attempts first; none when there were no attempts")
        List<Group> groups,

        @Schema(description = "How many groups were left out because there are too many", examples = "0")
        int omittedGroups) {

    /** One group. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "StatisticsGroup")
    public record Group(
            @Schema(
                    description = "The endpoint's id, the event type or the region; null for the group of all",
                    examples = "ep_01jd9k3m6pfrx8s0v1w2y3z4a5",
                    nullable = true)
            String key,

            Figures total,

            @Schema(description = "Oldest first; steps without attempts are left out")
            List<Point> points) {}

    /** One step of one group. */
    @Schema(name = "StatisticsPoint", description = "The figures of one step, beginning `at`")
    public record Point(
            @Schema(description = "When the step begins", examples = "2026-01-15T10:30:00Z")
            Instant at,

            Figures figures) {}

    static Statistics of(StatisticsQuery query, List<StatisticsRepository.SeriesRow> rows, int maxGroups) {
        var total = new Tally();
        var series = new TreeMap<String, Map<Instant, Tally>>(Comparator.nullsFirst(Comparator.naturalOrder()));
        for (var row : rows) {
            total.add(row.tally());
            series.computeIfAbsent(row.group(), key -> new TreeMap<>()).put(row.step(), row.tally());
        }
        var groups = new ArrayList<Group>();
        series.forEach((key, points) -> groups.add(group(key, points)));
        groups.sort(Comparator.comparingLong((Group group) -> group.total().attempts())
                .reversed());
        List<Group> shown = groups.subList(0, Math.min(groups.size(), maxGroups));
        return new Statistics(
                query.from(),
                query.to(),
                query.step(),
                query.groupBy().toString(),
                Figures.of(total),
                List.copyOf(shown),
                groups.size() - shown.size());
    }

    private static Group group(String key, Map<Instant, Tally> steps) {
        var total = new Tally();
        var points = new ArrayList<Point>();
        steps.forEach((at, tally) -> {
            total.add(tally);
            points.add(new Point(at, Figures.of(tally)));
        });
        return new Group(key, Figures.of(total), points);
    }
}
