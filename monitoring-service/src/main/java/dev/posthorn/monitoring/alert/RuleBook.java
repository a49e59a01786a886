package dev.posthorn.monitoring.alert;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which rules hold for whom, at one moment: the operator's defaults, and what tenants set over them. Immutable. */
final class RuleBook {

    private final Map<RuleName, AlertRule> defaults;
    private final Map<String, Map<RuleName, AlertRule>> own;

    private RuleBook(Map<RuleName, AlertRule> defaults, Map<String, Map<RuleName, AlertRule>> own) {
        this.defaults = defaults;
        this.own = own;
    }

    static RuleBook of(AlertConfig config, Collection<StoredRule> stored) {
        var own = new HashMap<String, Map<RuleName, AlertRule>>();
        for (StoredRule row : stored) {
            AlertRule rule = row.rule();
            own.computeIfAbsent(row.tenantId(), tenant -> new EnumMap<>(RuleName.class))
                    .put(rule.name(), rule);
        }
        return new RuleBook(defaults(config), own);
    }

    private static Map<RuleName, AlertRule> defaults(AlertConfig config) {
        var rules = new EnumMap<RuleName, AlertRule>(RuleName.class);
        for (RuleName name : RuleName.values()) {
            rules.put(
                    name,
                    switch (name) {
                        case SUCCESS_RATE -> rule(name, config.successRate(), config.rateHysteresis(), config);
                        case ENDPOINT_FAILURE_RATE ->
                            rule(name, config.endpointFailureRate(), config.rateHysteresis(), config);
                        case DELIVERY_TIME ->
                            rule(
                                    name,
                                    seconds(config.deliveryTime()),
                                    seconds(config.deliveryTimeHysteresis()),
                                    config);
                    });
        }
        return rules;
    }

    private static AlertRule rule(RuleName name, double threshold, double hysteresis, AlertConfig config) {
        return new AlertRule(name, true, threshold, hysteresis, config.window(), config.minimumAttempts());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** @param tenantId null for the platform as a whole, which has the defaults */
    AlertRule rule(String tenantId, RuleName name) {
        return own.getOrDefault(tenantId == null ? "" : tenantId, Map.of()).getOrDefault(name, defaults.get(name));
    }

    List<AlertRule> rulesOf(String tenantId) {
        return Stream.of(RuleName.values()).map(name -> rule(tenantId, name)).toList();
    }

    /** Every window that some rule looks through; few, since most tenants keep the default. */
    Set<Duration> windows() {
        return Stream.concat(
                        defaults.values().stream(), own.values().stream().flatMap(rules -> rules.values().stream()))
                .filter(AlertRule::enabled)
                .map(AlertRule::window)
                .collect(Collectors.toSet());
    }
}
