package dev.posthorn.delivery.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * A tenant's endpoints that want events of one type, disabled ones excepted.
 *
 * @param always those that want them all
 * @param byChannel those that want them on a channel only
 */
record TypeRoutes(List<Endpoint> always, Map<String, List<Endpoint>> byChannel) {

    static TypeRoutes of(String type, List<Endpoint> endpoints) {
        var always = new ArrayList<Endpoint>();
        var byChannel = new HashMap<String, List<Endpoint>>();
        for (Endpoint endpoint : endpoints) {
            List<SubscriptionPattern> wanting = endpoint.subscriptions().stream()
                    .filter(it -> it.matchesType(type))
                    .toList();
            if (wanting.isEmpty() || endpoint.status() == Endpoint.Status.DISABLED) {
                continue;
            }
            if (wanting.stream().anyMatch(it -> it.channels().isEmpty())) {
                always.add(endpoint);
                continue;
            }
            wanting.stream()
                    .flatMap(it -> it.channels().stream())
                    .distinct()
                    .forEach(channel -> byChannel
                            .computeIfAbsent(channel, none -> new ArrayList<>())
                            .add(endpoint));
        }
        return new TypeRoutes(List.copyOf(always), Map.copyOf(byChannel));
    }

    /** Those that want an event on these channels, each once. */
    List<Endpoint> matching(List<String> channels) {
        if (channels.isEmpty() || byChannel.isEmpty()) {
            return always;
        }
        var matching = new LinkedHashSet<>(always);
        for (String channel : channels) {
            matching.addAll(byChannel.getOrDefault(channel, List.of()));
        }
        return List.copyOf(matching);
    }
}
