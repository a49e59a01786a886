package dev.posthorn.monitoring.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthorn.foundation.error.ApiException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** A tenant's rules as the API shows and takes them. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(description = "When to warn. What is left out in a PUT has the operator's default")
public record AlertRules(@Schema(required = true) List<Entry> rules) {

    private static final Duration LONGEST_WINDOW = Duration.ofHours(1);
    private static final double LONGEST_DELIVERY_SECONDS = 86_400;
    private static final int MOST_ATTEMPTS = 1_000_000;

    /** One rule. In a request all but its name may be absent. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "AlertRule")
    public record Entry(
            @Schema(
                    required = true,
                    implementation = String.class,
                    enumeration = {"success-rate", "delivery-time", "endpoint-failure-rate"},
                    description = "`success-rate`: share of all attempts that succeed; `delivery-time`: mean, in"
                            + " seconds; `endpoint-failure-rate`: share of one endpoint's attempts that fail",
                    examples = "endpoint-failure-rate")
            RuleName rule,

            @Schema(examples = "true") Boolean enabled,

            @Schema(description = "A rate from 0 to 1, or seconds", examples = "0.1")
            Double threshold,

            @Schema(
                    description = "How far the value has to be back beyond the threshold before the alert resolves",
                    examples = "0.005")
            Double hysteresis,

            @Schema(
                    implementation = String.class,
                    description = "How much of the past is looked at: whole minutes, PT1M to PT1H",
                    examples = "PT5M")
            Duration window,

            @Schema(description = "Fewer attempts than this in the window never raise an alert", examples = "20")
            Integer minimumAttempts) {

        static Entry of(AlertRule rule) {
            return new Entry(
                    rule.name(),
                    rule.enabled(),
                    rule.threshold(),
                    rule.hysteresis(),
                    rule.window(),
                    rule.minimumAttempts());
        }
    }

    static AlertRules of(List<AlertRule> rules) {
        return new AlertRules(rules.stream().map(Entry::of).toList());
    }

    /** @throws ApiException when a rule is missing something, is named twice, or could never fire or resolve */
    List<AlertRule> toRules(RuleBook defaults) {
        if (rules == null) {
            throw ApiException.missing("rules");
        }
        var seen = EnumSet.noneOf(RuleName.class);
        var read = new ArrayList<AlertRule>();
        for (int i = 0; i < rules.size(); i++) {
            String field = "rules[" + i + "]";
            Entry entry = rules.get(i);
            if (entry == null || entry.rule() == null) {
                throw ApiException.missing(field + ".rule");
            }
            if (!seen.add(entry.rule())) {
                throw ApiException.invalid(field + ".rule", "Rule " + entry.rule() + " is named twice");
            }
            AlertRule rule = filled(entry, defaults.rule(null, entry.rule()));
            check(rule, field);
            read.add(rule);
        }
        return read;
    }

    private static AlertRule filled(Entry entry, AlertRule byDefault) {
        return new AlertRule(
                entry.rule(),
                entry.enabled() == null ? byDefault.enabled() : entry.enabled(),
                entry.threshold() == null ? byDefault.threshold() : entry.threshold(),
                entry.hysteresis() == null ? byDefault.hysteresis() : entry.hysteresis(),
                entry.window() == null ? byDefault.window() : entry.window(),
                entry.minimumAttempts() == null ? byDefault.minimumAttempts() : entry.minimumAttempts());
    }

    private static void check(AlertRule rule, String field) {
        boolean isRate = rule.name() != RuleName.DELIVERY_TIME;
        double greatest = isRate ? 1 : LONGEST_DELIVERY_SECONDS;
        if (!(rule.threshold() > 0 && rule.threshold() <= greatest)) {
            throw ApiException.invalid(
                    field + ".threshold",
                    isRate
                            ? "A rate must be above 0 and at most 1"
                            : "A delivery time must be above 0 and at most 86400 seconds");
        }
        double resolvesAt = rule.name().isBreachedBelow()
                ? rule.threshold() + rule.hysteresis()
                : rule.threshold() - rule.hysteresis();
        if (!(rule.hysteresis() >= 0 && resolvesAt >= 0 && resolvesAt <= greatest)) {
            throw ApiException.invalid(
                    field + ".hysteresis", "With this hysteresis an alert could never resolve, or would at once");
        }
        if (rule.window().compareTo(Duration.ofMinutes(1)) < 0
                || rule.window().compareTo(LONGEST_WINDOW) > 0
                || !rule.window().equals(Duration.ofMinutes(rule.window().toMinutes()))) {
            throw ApiException.invalid(field + ".window", "A window must be whole minutes, from PT1M to PT1H");
        }
        if (rule.minimumAttempts() < 1 || rule.minimumAttempts() > MOST_ATTEMPTS) {
            throw ApiException.invalid(
                    field + ".minimumAttempts", "The least number of attempts must be from 1 to 1000000");
        }
    }
}
