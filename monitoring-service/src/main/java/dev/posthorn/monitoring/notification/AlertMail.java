package dev.posthorn.monitoring.notification;

import dev.posthorn.monitoring.alert.AlertChanged.Change;
import dev.posthorn.monitoring.alert.AlertState.Ending;
import dev.posthorn.monitoring.alert.RuleName;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of a mail about an alert; the templates only set them. Qute sees public methods only. */
public record AlertMail(AlertFacts facts, String portal) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** One line of the table of numbers. */
    public record Row(String label, String value) {}

    public boolean fired() {
        return facts.change() == Change.FIRED;
    }

    public String subject() {
        return "[Posthorn] " + headline();
    }

    /** What happened, in a few words that fit a subject line. */
    public String headline() {
        if (fired()) {
            return switch (facts.rule()) {
                case ENDPOINT_FAILURE_RATE -> "%s is failing: %s of attempts %s".formatted(name(), value(), inWindow());
                case SUCCESS_RATE -> "%s: only %s of attempts succeeded %s".formatted(name(), value(), inWindow());
                case DELIVERY_TIME -> "%s: deliveries take %s on average".formatted(name(), value());
            };
        }
        return switch (facts.ending()) {
            case SILENT -> "%s: alert closed after a long silence".formatted(name());
            case UNWATCHED -> "%s: alert closed, no longer watched".formatted(name());
            case RECOVERED ->
                switch (facts.rule()) {
                    case ENDPOINT_FAILURE_RATE -> "%s has recovered".formatted(name());
                    case SUCCESS_RATE -> "%s has recovered: %s of attempts succeed".formatted(name(), value());
                    case DELIVERY_TIME -> "%s has recovered: deliveries take %s on average".formatted(name(), value());
                };
        };
    }

    /** The sentence below the headline. */
    public String lead() {
        return fired() ? firedLead() : resolvedLead();
    }

    private String firedLead() {
        return switch (facts.rule()) {
            case ENDPOINT_FAILURE_RATE ->
                "%d of %d attempts at this endpoint failed %s. We warn above %s."
                        .formatted(facts.failures(), facts.attempts(), inWindow(), threshold());
            case SUCCESS_RATE ->
                "%d of %d attempts %s failed %s, so %s succeeded. We warn below %s."
                        .formatted(facts.failures(), facts.attempts(), where(), inWindow(), value(), threshold());
            case DELIVERY_TIME ->
                "%d deliveries took %s on average %s, from the event's acceptance to success. We warn above %s."
                        .formatted(facts.deliveries(), value(), inWindow(), threshold());
        };
    }

    private String resolvedLead() {
        return switch (facts.ending()) {
            case RECOVERED -> "It is over after %s. You need not do anything.".formatted(lasted());
            case SILENT ->
                "There has been no attempt for so long that nothing is on its way any more. Nothing has shown that the"
                        + " trouble is over: if it is not, we will warn again.";
            case UNWATCHED -> "What this alert was about has been disabled or deleted, or its rule was switched off.";
        };
    }

    public List<Row> rows() {
        var rows = new ArrayList<Row>();
        if (facts.tenantName() != null) {
            rows.add(new Row("Tenant", facts.tenantName()));
        }
        if (facts.endpointName() != null) {
            rows.add(new Row("Endpoint", facts.endpointName()));
        }
        if (facts.endpointUrl() != null && !facts.endpointUrl().equals(facts.endpointName())) {
            rows.add(new Row("URL", facts.endpointUrl()));
        }
        if (fired() || facts.ending() == Ending.RECOVERED) {
            rows.add(new Row(measure(), "%s (%s %s)".formatted(value(), limit(), threshold())));
            rows.add(new Row("Attempts", "%d %s, %d failed".formatted(facts.attempts(), inWindow(), facts.failures())));
        }
        rows.add(new Row("Since", TIME.format(facts.since())));
        if (!fired()) {
            rows.add(new Row("Until", TIME.format(facts.at()) + " (" + lasted() + ")"));
        }
        return rows;
    }

    /** Null when there is nothing to say about it. */
    public String cause() {
        if (!fired()) {
            return null;
        }
        if (facts.rule() == RuleName.DELIVERY_TIME) {
            return facts.worstEndpointName() == null ? null : "Slowest is endpoint " + facts.worstEndpointName() + ".";
        }
        if (facts.worstOutcome() == null) {
            return null;
        }
        String most = "Most often: %s (%d of %d failures)."
                .formatted(facts.worstOutcome(), facts.worstOutcomeCount(), facts.failures());
        return facts.worstEndpointName() == null
                ? most
                : most + " Most failures are at endpoint " + facts.worstEndpointName() + ".";
    }

    /** The latest error of the most frequent kind; null when there is none to show. */
    public String sample() {
        return fired() ? facts.sample() : null;
    }

    /** What to do now; empty when all is well. */
    public List<String> advice() {
        if (!fired()) {
            return List.of();
        }
        return switch (facts.rule()) {
            case ENDPOINT_FAILURE_RATE ->
                List.of(
                        "Look at the latest attempts: each one shows what we sent and what came back.",
                        "Mend the receiver. It has to answer 2xx within the endpoint's timeout.",
                        "Nothing is lost: we go on trying, and what used up its attempts waits as a dead letter that you"
                                + " can replay.");
            case SUCCESS_RATE ->
                List.of(
                        "See which endpoints fail, and mend or disable those that nobody needs.",
                        "Nothing is lost: we go on trying, and what used up its attempts waits as a dead letter that you"
                                + " can replay.");
            case DELIVERY_TIME ->
                List.of(
                        "Let receivers answer first and work afterwards: an answer should take less than a second.",
                        "Retries count too: a receiver that fails now and then makes its deliveries late.");
        };
    }

    /** For pages that break lines by themselves: a number stays with its unit. */
    public String unbroken(String text) {
        return text.replace(" %", "\u00a0%");
    }

    public String link() {
        if (facts.tenantId() == null) {
            return portal + "/tenants";
        }
        String tenant = portal + "/tenants/" + facts.tenantId();
        return facts.endpointId() == null ? tenant + "/attempts" : tenant + "/endpoints/" + facts.endpointId();
    }

    public String linkLabel() {
        if (facts.tenantId() == null) {
            return "Open Posthorn";
        }
        return facts.endpointId() == null ? "Show the attempts" : "Show the endpoint";
    }

    public String why() {
        return facts.tenantName() == null
                ? "You get this mail because you are an operator of Posthorn."
                : "You get this mail because you are a contact of %s or an operator of Posthorn."
                        .formatted(facts.tenantName());
    }

    private String name() {
        if (facts.endpointName() != null) {
            return facts.endpointName();
        }
        return facts.tenantName() == null ? "All of Posthorn" : facts.tenantName();
    }

    private String where() {
        return facts.tenantName() == null ? "on the platform" : "of " + facts.tenantName();
    }

    private String measure() {
        return switch (facts.rule()) {
            case ENDPOINT_FAILURE_RATE -> "Failure rate";
            case SUCCESS_RATE -> "Success rate";
            case DELIVERY_TIME -> "Mean delivery time";
        };
    }

    private String limit() {
        return facts.rule() == RuleName.SUCCESS_RATE ? "alert below" : "alert above";
    }

    private String value() {
        return inUnit(facts.value());
    }

    private String threshold() {
        return inUnit(facts.threshold());
    }

    private String inUnit(double number) {
        return facts.rule() == RuleName.DELIVERY_TIME ? shortest(number) + " s" : shortest(number * 100) + " %";
    }

    /** At most one decimal, and none when it is 0. */
    private static String shortest(double number) {
        double tenths = Math.round(number * 10) / 10.0;
        return tenths == Math.rint(tenths) ? String.valueOf((long) tenths) : String.format(Locale.ROOT, "%.1f", tenths);
    }

    private String inWindow() {
        long minutes = facts.window().toMinutes();
        if (minutes == 1) {
            return "in the last minute";
        }
        return minutes == 60 ? "in the last hour" : "in the last " + minutes + " minutes";
    }

    private String lasted() {
        return spoken(Duration.between(facts.since(), facts.at()));
    }

    private static String spoken(Duration duration) {
        if (duration.compareTo(Duration.ofMinutes(2)) < 0) {
            return plural(duration.toSeconds(), "second");
        }
        if (duration.compareTo(Duration.ofHours(2)) < 0) {
            return plural(duration.toMinutes(), "minute");
        }
        return duration.compareTo(Duration.ofDays(2)) < 0
                ? plural(duration.toHours(), "hour")
                : plural(duration.toDays(), "day");
    }

    private static String plural(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
